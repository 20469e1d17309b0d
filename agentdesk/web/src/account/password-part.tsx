import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { changePassword } from '../api/accounts';
import { useSession } from '../auth/session';
import { faultsOf, NO_FAULTS } from '../forms/faults';
import { LineField } from '../forms/line-field';
import { useText } from '../i18n';

/** Another password for oneself; with it all sessions end, this one too. What is typed is no draft: passwords are kept nowhere. */
export function PasswordPart() {
  const t = useText();
  const { expire } = useSession();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const save = useMutation({ mutationFn: () => changePassword(old, next), onSuccess: expire });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  const differs = again !== '' && !next.startsWith(again) ? t('account.differs') : undefined;
  return (
    <section className="panel" aria-labelledby="password">
      <h2 id="password">{t('account.password')}</h2>
      <form
        className="form account-narrow"
        aria-labelledby="password"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <p className="soft">{t('account.passwordAbout')}</p>
        <LineField id="password-old" label={t('account.oldPassword')} fault={faults.at['old']} required type="password" autoComplete="current-password" maxLength={256} value={old} onChange={setOld} />
        <LineField id="password-new" label={t('account.newPassword')} hint={t('account.passwordHint')} fault={faults.at['new']} required type="password" autoComplete="new-password" maxLength={256} value={next} onChange={setNext} />
        <LineField id="password-again" label={t('account.again')} fault={differs} required type="password" autoComplete="new-password" maxLength={256} value={again} onChange={setAgain} />
        <p className="fault account-trouble" role="alert" data-testid="password-trouble">
          {faults.failed ? t('forms.failed') : faults.said}
        </p>
        <div>
          <button type="submit" className="form-button form-main" data-testid="password-save" disabled={save.isPending || old === '' || next === '' || again !== next}>
            {t('account.change')}
          </button>
        </div>
      </form>
    </section>
  );
}
