import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { activate } from '../api/accounts';
import { Card } from '../auth/card';
import { faultsOf, NO_FAULTS } from '../forms/faults';
import { LineField } from '../forms/line-field';
import { useText } from '../i18n';
import './account.css';

/** The code that the link carries behind "#", where no server sees it. */
function handedOver(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ''; // a link that was cut or mistyped
  }
}

/** Where somebody who has been given an account chooses its password, before they can sign in. */
export default function ActivatePage() {
  const t = useText();
  const [code, setCode] = useState(handedOver);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const send = useMutation({ mutationFn: () => activate(code.trim(), password) });
  // It stays in no history of the browser.
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  }, []);
  const faults = send.error ? faultsOf(send.error) : NO_FAULTS;
  const missing = (value: string) => (tried && value.trim() === '' ? t('login.required') : undefined);
  const differs = tried && again !== '' && again !== password ? t('account.differs') : undefined;
  return (
    <Card>
      <h2 className="account-step">{t('account.activate')}</h2>
      {send.isSuccess ? (
        <div className="form" role="status" data-testid="activated">
          <p>{t('account.activated')}</p>
          {/* The whole application begins anew, with nothing of whoever was here before. */}
          <a className="form-button form-main account-go" data-testid="activate-sign-in" href="/">
            {t('login.submit')}
          </a>
        </div>
      ) : (
        <form
          className="form"
          aria-label={t('account.activate')}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (code.trim() !== '' && password !== '' && again === password) send.mutate();
          }}
        >
          <p className="soft">{t('account.activateHint')}</p>
          <LineField id="activate-code" label={t('account.code')} fault={missing(code) ?? faults.at['activation']} required maxLength={100} value={code} onChange={setCode} />
          <LineField id="password-new" label={t('account.newPassword')} hint={t('account.passwordHint')} fault={missing(password) ?? faults.at['password']} required type="password" autoComplete="new-password" maxLength={256} value={password} onChange={setPassword} />
          <LineField id="password-again" label={t('account.again')} fault={missing(again) ?? differs} required type="password" autoComplete="new-password" maxLength={256} value={again} onChange={setAgain} />
          <p className="fault account-trouble" role="alert" data-testid="activate-trouble">
            {faults.failed ? t('login.offline') : faults.said}
          </p>
          <button type="submit" className="form-button form-main" data-testid="activate-submit" disabled={send.isPending}>
            {t('account.choose')}
          </button>
        </form>
      )}
    </Card>
  );
}
