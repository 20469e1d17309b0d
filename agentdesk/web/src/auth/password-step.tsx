import { IdcardOutlined, LockOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useId, useRef, useState } from 'react';
import { SIGN_ON_ADDRESS, signIn, signOnOffered } from '../api/sign-in';
import type { User } from '../api/types';
import { isKey, useText } from '../i18n';
import { useAttempt } from './attempt';
import { StepFrame } from './step-frame';

interface Props {
  expired: boolean;
  /** The user name of whom it is probably; '': nobody knows. */
  whose: string;
  /** What the city's single sign-on came to, if one comes from there. */
  came: string;
  onSignedIn: (user: User) => void;
  onNext: (step: 'code' | 'enrol') => void;
}

/** The first step: who one says to be, and the password. */
export function PasswordStep({ expired, whose, came, onSignedIn, onNext }: Props) {
  const t = useText();
  const id = useId();
  const [username, setUsername] = useState(whose);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, trouble, left, attempt } = useAttempt('password');
  const passwordInput = useRef<InputRef>(null);
  const offered = useQuery({ queryKey: ['session', 'ways'], queryFn: ({ signal }) => signOnOffered(signal), staleTime: Infinity, retry: false });

  const submit = async () => {
    setTried(true);
    if (username.trim() === '' || password === '') return;
    const went = await attempt(async () => {
      const { next, user } = await signIn(username.trim(), password);
      if (user) onSignedIn(user);
      else if (next !== 'done') onNext(next);
    });
    if (went !== 'wrong') return;
    setPassword('');
    setTried(false);
    passwordInput.current?.focus();
  };

  const blank = (value: string) => (tried && value.trim() === '' ? t('login.required') : '');
  const reason = `login.signOn.${came}`;
  const told = isKey(reason) ? ({ text: t(reason), type: 'warning' } as const) : null;
  return (
    <StepFrame
      title="login.title"
      trouble={trouble}
      left={left}
      news={told ?? (expired ? { text: t('login.expired'), type: 'info' } : null)}
      onSubmit={() => void submit()}
    >
      <label htmlFor={`${id}u`}>
        <span>{t('login.username')}</span>
        <span className="fault">{blank(username)}</span>
      </label>
      <Input
        id={`${id}u`}
        data-testid="login-username"
        size="large"
        prefix={<UserOutlined aria-hidden />}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the page has this one purpose
        autoFocus={whose === ''}
        value={username}
        status={blank(username) ? 'error' : ''}
        onChange={(event) => setUsername(event.target.value)}
      />
      <label htmlFor={`${id}p`}>
        <span>{t('login.password')}</span>
        <span className="fault">{blank(password)}</span>
      </label>
      <Input.Password
        id={`${id}p`}
        ref={passwordInput}
        data-testid="login-password"
        size="large"
        prefix={<LockOutlined aria-hidden />}
        autoComplete="current-password"
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the page has this one purpose
        autoFocus={whose !== ''}
        value={password}
        status={blank(password) ? 'error' : ''}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button data-testid="login-submit" type="primary" size="large" htmlType="submit" block loading={busy} disabled={left > 0}>
        {t('login.submit')}
      </Button>
      {offered.data && (
        <>
          <p className="signin-or">{t('login.or')}</p>
          <Button data-testid="login-sign-on" size="large" block href={SIGN_ON_ADDRESS} icon={<IdcardOutlined aria-hidden />}>
            {t('login.signOn')}
          </Button>
        </>
      )}
    </StepFrame>
  );
}
