import { Button, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { signInByCode } from '../api/sign-in';
import type { User } from '../api/types';
import { useText } from '../i18n';
import { useAttempt } from './attempt';
import { CodeField } from './code-field';
import { StepFrame } from './step-frame';

interface Props {
  onSignedIn: (user: User) => void;
  onBack: () => void;
}

/** The second step: a code of the second factor. */
export function CodeStep({ onSignedIn, onBack }: Props) {
  const t = useText();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, trouble, left, attempt } = useAttempt('code');
  const input = useRef<InputRef>(null);

  const submit = async () => {
    setTried(true);
    if (code.trim() === '') return;
    const went = await attempt(async () => {
      const { user } = await signInByCode(code.trim());
      if (user) onSignedIn(user);
    });
    if (went !== 'code.wrong') return;
    setCode('');
    setTried(false);
    input.current?.focus();
  };

  return (
    <StepFrame title="login.code.title" trouble={trouble} left={left} onSubmit={() => void submit()}>
      <h2 className="signin-step">{t('login.code.title')}</h2>
      <p>{t('login.code.hint')}</p>
      <CodeField ref={input} value={code} missing={tried && code.trim() === ''} onChange={setCode} />
      <Button data-testid="login-code-submit" type="primary" size="large" htmlType="submit" block loading={busy} disabled={left > 0 || trouble === 'stepGone'}>
        {t('login.code.submit')}
      </Button>
      <Button data-testid="login-back" type="link" block onClick={onBack}>
        {t('login.back')}
      </Button>
    </StepFrame>
  );
}
