import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { faultsOf } from '../forms/faults';
import { LineField } from '../forms/line-field';
import { Cancel } from '../forms/cancel';
import { useText } from '../i18n';
import { saysWhy } from '../shell/why';
import '../forms/forms.css';
import './retention.css';

interface Props {
  /** Of the button; its parts' are made of it. */
  id: string;
  /** What the button says, that opens it and then does it. */
  label: string;
  /** For those who hear it: which one of many. */
  of?: string;
  /** What comes of it. */
  hint?: string;
  /** Whether it can be done, besides the reason. */
  ready?: boolean;
  act: (reason: string) => Promise<unknown>;
  children?: ReactNode;
}

/** What decides about recordings, with its reason: a button until it is asked for, then a form. */
export function ReasonForm({ id, label, of = '', hint = '', ready = true, act, children }: Props) {
  const t = useText();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => {
    setOpen(false);
    setReason('');
    run.reset();
  };
  const run = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: close,
    onSettled: () => Promise.all(['legal-holds', 'deletion-plans', 'deletion-items'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const faults = run.error && faultsOf(run.error);
  if (!open)
    return (
      <button type="button" className="form-button" data-testid={id} aria-label={of ? `${label}: ${of}` : undefined} onClick={() => setOpen(true)}>
        {label}
      </button>
    );
  return (
    <form
      className="form reason-form"
      data-testid={`${id}-form`}
      aria-label={of ? `${label}: ${of}` : label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (saysWhy(reason) && ready) run.mutate();
      }}
    >
      {hint && <p className="soft">{hint}</p>}
      {children}
      <LineField id={`${id}-reason`} label={t('hold.say')} required maxLength={500} value={reason} onChange={setReason} />
      {faults && (
        <p className="fault" role="alert">
          {faults.failed ? t('forms.failed') : [faults.said, ...Object.values(faults.at)].filter(Boolean).join(' ')}
        </p>
      )}
      <div className="reason-acts">
        <button type="submit" className="form-button form-main" data-testid={`${id}-yes`} disabled={run.isPending || !saysWhy(reason) || !ready}>
          {label}
        </button>
        <Cancel onClick={close} />
      </div>
    </form>
  );
}
