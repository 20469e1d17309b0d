import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newRecoveryCodes, replaceFactor, type Account } from '../api/accounts';
import { confirmFactor } from '../api/sign-in';
import { dateTime } from '../desk/time';
import { Cancel } from '../forms/cancel';
import { faultsOf, NO_FAULTS } from '../forms/faults';
import { LineField } from '../forms/line-field';
import { useText } from '../i18n';

type Step = 'none' | 'factor' | 'codes';

/** One's second factor: another one, or other recovery codes, each for a code of the present one. */
export function FactorPart({ account }: { account: Account }) {
  const t = useText();
  const queries = useQueryClient();
  const has = account.second_factor_since !== undefined;
  const [step, setStep] = useState<Step>('none');
  const [code, setCode] = useState('');
  const close = () => {
    setStep('none');
    setCode('');
  };
  const begin = useMutation({ mutationFn: () => replaceFactor(has ? code.trim() : ''), onSuccess: () => setCode('') });
  const done = {
    onSuccess: () => {
      close();
      void queries.invalidateQueries({ queryKey: ['account'] });
    },
  };
  const confirm = useMutation({ mutationFn: () => confirmFactor(code.trim()), ...done });
  const renew = useMutation({ mutationFn: () => newRecoveryCodes(code.trim()), ...done });
  const all = [begin, confirm, renew];
  const error = all.find((one) => one.error)?.error;
  const faults = error ? faultsOf(error) : NO_FAULTS;
  const codes = (confirm.data ?? renew.data)?.codes;
  const scanned = step === 'factor' && begin.data;
  const open = (wanted: Step) => {
    all.forEach((one) => one.reset());
    setStep(wanted);
    if (wanted === 'factor' && !has) begin.mutate();
  };
  return (
    <section className="panel" data-testid="factor-part" data-has={has} aria-labelledby="factor">
      <h2 id="factor">{t('account.factor')}</h2>
      <p>
        {has ? t('account.factorSince', { at: dateTime(account.second_factor_since), n: account.recovery_codes_left }) : t('account.factorNone')}{' '}
        {account.second_factor_required && <span className="soft">{t('account.factorRequired')}</span>}
      </p>
      {codes && (
        <div role="status" data-testid="recovery-codes">
          <p>
            <b>{t('login.recovery.hint')}</b>
          </p>
          <ul className="plain account-codes">
            {codes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      {step === 'none' ? (
        <div className="row-acts">
          <button type="button" className="form-button" data-testid="factor-replace" onClick={() => open('factor')}>
            {t(has ? 'account.factorReplace' : 'account.factorSet')}
          </button>
          {has && (
            <button type="button" className="form-button" data-testid="factor-codes" onClick={() => open('codes')}>
              {t('account.codesNew')}
            </button>
          )}
        </div>
      ) : (
        <form
          className="form account-narrow"
          aria-labelledby="factor"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (step === 'codes') renew.mutate();
            else if (scanned) confirm.mutate();
            else begin.mutate();
          }}
        >
          {scanned && (
            <>
              <p>{t('account.scan')}</p>
              <img className="account-qr" data-testid="factor-qr" src={`data:image/png;base64,${scanned.qr}`} alt={t('login.enrol.qr')} width="200" height="200" />
              <p>
                {t('login.enrol.secret')}: <code data-testid="factor-secret">{scanned.secret.match(/.{1,4}/g)?.join(' ')}</code>
              </p>
            </>
          )}
          {(scanned || step === 'codes' || has) && <LineField key={scanned ? 'new' : 'now'} id="factor-code" label={t(scanned ? 'account.codeOfNew' : 'account.codeOfNow')} fault={faults.at['code']} required autoComplete="one-time-code" maxLength={40} value={code} onChange={setCode} />}
          <p className="fault account-trouble" role="alert" data-testid="factor-trouble">
            {faults.failed ? t('forms.failed') : faults.said}
          </p>
          <div className="row-acts">
            <button type="submit" className="form-button form-main" data-testid="factor-confirm" disabled={all.some((one) => one.isPending) || code.trim() === ''}>
              {t('login.code.submit')}
            </button>
            <Cancel onClick={close} />
          </div>
        </form>
      )}
    </section>
  );
}
