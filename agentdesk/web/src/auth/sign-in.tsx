import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { Alert, Button, Input, type InputRef } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { ApiError, signIn } from '../api/client';
import type { User } from '../api/types';
import { clock } from '../desk/time';
import { useText } from '../i18n';
import { ModeSwitches } from '../shell/switches';

interface Props {
  expired: boolean;
  onSignedIn: (user: User) => void;
}

type Trouble = 'wrong' | 'tooMany' | 'offline' | 'failed';

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError) || error.offline) return 'offline';
  if (error.status === 401 || error.status === 403 || error.status === 422) return 'wrong';
  return error.status === 429 ? 'tooMany' : 'failed';
}

export function SignIn({ expired, onSignedIn }: Props) {
  const t = useText();
  const id = useId();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [waitUntil, setWaitUntil] = useState(0);
  const [tried, setTried] = useState(false);
  const left = useCountdown(waitUntil);
  const passwordInput = useRef<InputRef>(null);

  const submit = async () => {
    setTried(true);
    if (busy || left > 0 || username.trim() === '' || password === '') return;
    setBusy(true);
    setTrouble(null);
    try {
      onSignedIn(await signIn(username.trim(), password));
    } catch (error) {
      setTrouble(troubleOf(error));
      if (error instanceof ApiError && error.status === 429) setWaitUntil(Date.now() + error.retryAfter * 1000);
      if (error instanceof ApiError && error.status === 401) {
        setPassword('');
        setTried(false);
        passwordInput.current?.focus();
      }
    } finally {
      setBusy(false);
    }
  };

  const blank = (value: string) => (tried && value.trim() === '' ? t('login.required') : '');
  return (
    <main className="signin">
      <div className="signin-card">
        <header className="signin-head">
          <img src="/favicon.svg" alt="" width="44" height="44" />
          <div>
            <h1>{t('app.name')}</h1>
            <p>{t('app.city')}</p>
          </div>
        </header>
        <form
          aria-label={t('login.title')}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          {/* One place for what went wrong, of constant height: nothing jumps while typing. */}
          <div className="signin-trouble" role="alert" data-testid="login-trouble" data-trouble={trouble ?? ''}>
            {trouble ? (
              <Alert
                type={trouble === 'wrong' ? 'error' : 'warning'}
                showIcon
                title={trouble === 'tooMany' && left > 0 ? t('login.tooManyFor', { time: clock(left) }) : t(`login.${trouble}`)}
              />
            ) : (
              expired && <Alert type="info" showIcon title={t('login.expired')} />
            )}
          </div>
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
            autoFocus
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
            value={password}
            status={blank(password) ? 'error' : ''}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button data-testid="login-submit" type="primary" size="large" htmlType="submit" block loading={busy} disabled={left > 0}>
            {t('login.submit')}
          </Button>
        </form>
        <footer className="signin-foot">
          <ModeSwitches />
        </footer>
      </div>
    </main>
  );
}

/** Milliseconds until a moment, counting down by the second; 0 when past. */
function useCountdown(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, Math.ceil((until - now) / 1000) * 1000);
}
