import { Button, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { confirmFactor, enrol } from '../api/sign-in';
import type { SecondFactor, User } from '../api/types';
import { useText } from '../i18n';
import { useAttempt } from './attempt';
import { CodeField } from './code-field';
import { StepFrame } from './step-frame';

interface Props {
  onSignedIn: (user: User) => void;
  onBack: () => void;
}

/** Sets a second factor up; then shows the recovery codes, once. */
export function EnrolStep({ onSignedIn, onBack }: Props) {
  const t = useText();
  const [factor, setFactor] = useState<SecondFactor | null>(null);
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<{ codes: string[]; user: User } | null>(null);
  const { busy, trouble, left, attempt } = useAttempt('code');
  const input = useRef<InputRef>(null);

  const begin = useRef(() => attempt(async () => setFactor(await enrol())));
  useEffect(() => void begin.current(), []);

  const submit = async () => {
    setTried(true);
    if (code.trim() === '') return;
    const went = await attempt(async () => {
      const { codes, user } = await confirmFactor(code.trim());
      if (user) setDone({ codes, user });
    });
    if (went !== 'code.wrong') return;
    setCode('');
    setTried(false);
    input.current?.focus();
  };

  if (done) return <Recovery codes={done.codes} onKept={() => onSignedIn(done.user)} />;
  return (
    <StepFrame title="login.enrol.title" trouble={trouble} left={left} onSubmit={() => void submit()}>
      <h2 className="signin-step">{t('login.enrol.title')}</h2>
      <p>{t('login.enrol.hint')}</p>
      {factor && (
        <>
          <img className="signin-qr" data-testid="login-qr" src={`data:image/png;base64,${factor.qr}`} alt={t('login.enrol.qr')} width="200" height="200" />
          <p>
            {t('login.enrol.secret')}: <code data-testid="login-secret">{factor.secret.match(/.{1,4}/g)?.join(' ')}</code>
          </p>
          <CodeField ref={input} value={code} missing={tried && code.trim() === ''} onChange={setCode} />
          <Button data-testid="login-code-submit" type="primary" size="large" htmlType="submit" block loading={busy} disabled={left > 0 || trouble === 'stepGone'}>
            {t('login.code.submit')}
          </Button>
        </>
      )}
      <Button data-testid="login-back" type="link" block onClick={onBack}>
        {t('login.back')}
      </Button>
    </StepFrame>
  );
}

function Recovery({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useText();
  return (
    <StepFrame title="login.recovery.title" trouble={null} left={0} onSubmit={onKept}>
      <h2 className="signin-step">{t('login.recovery.title')}</h2>
      <p>{t('login.recovery.hint')}</p>
      <ul className="signin-codes" data-testid="login-recovery">
        {codes.map((c) => (
          <li key={c}>
            <code>{c}</code>
          </li>
        ))}
      </ul>
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the one way on, after the codes were read */}
      <Button data-testid="login-kept" type="primary" size="large" htmlType="submit" block autoFocus>
        {t('login.recovery.done')}
      </Button>
    </StepFrame>
  );
}
