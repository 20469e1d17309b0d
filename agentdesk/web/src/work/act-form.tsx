import { lazy, Suspense, useId, useState, type SyntheticEvent } from 'react';
import { ApiError } from '../api/client';
import { useUnits } from '../api/queries';
import { doAct } from '../api/work';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { FORMS, sentOf, type Act, type FieldOf, type Held } from './acts';
import { keptKey, useKept } from './kept';

const PhotoInput = lazy(() => import('../files/photo-input').then((file) => ({ default: file.PhotoInput })));
const FinishField = lazy(() => import('./finish-field').then((file) => ({ default: file.FinishField })));

interface Props {
  item: Held;
  act: Act;
  onDone: () => void;
  onClose: () => void;
  /** What is known of the ticket is to be asked for anew: somebody else changed it. */
  onStale: () => void;
}

type Outcome = 'typing' | 'missing' | 'sending' | 'offline' | 'changed' | 'withdrawn' | 'refused';

/** What an act asks for. Nothing that was typed is lost, whatever becomes of it. */
export function ActForm({ item, act, onDone, onClose, onStale }: Props) {
  const t = useText();
  const { user } = useSession();
  const [typed, type, forget] = useKept(keptKey(user.username, item.ticket, act));
  const [outcome, setOutcome] = useState<Outcome>('typing');
  const [refused, setRefused] = useState<ApiError | null>(null);
  const form = FORMS[act];
  const send = async () => {
    const fields = sentOf(act, item, typed);
    if (!fields) {
      setOutcome('missing');
      return;
    }
    setOutcome('sending');
    setRefused(null);
    try {
      await doAct(item.ticket, act, item.version, fields);
    } catch (error) {
      const failed = error instanceof ApiError ? error : new ApiError(0);
      setRefused(failed);
      setOutcome(outcomeOf(failed));
      if (failed.status === 409) onStale();
      return;
    }
    forget();
    onDone();
  };
  const missing = (field: FieldOf) => outcome === 'missing' && !field.optional && (typed[field.name] ?? '').trim() === '';
  return (
    <form
      className="work-form"
      data-testid={`work-form-${act}`}
      data-outcome={outcome}
      aria-label={t('workact.of', { act: t(`workact.${act}`), code: item.ticket })}
      noValidate
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <Suspense fallback={<div className="work-form-wait" />}>
        {form.fields.map((field) => (
          <ActField key={field.name} field={field} value={typed[field.name] ?? ''} faulty={missing(field)} onChange={(value) => type(field.name, value)} fault={faultOf(refused, field.name)} />
        ))}
        {form.photos && <PhotoInput code={item.ticket} />}
      </Suspense>
      <Trouble outcome={outcome} why={refused ? (refused.errors[0]?.message ?? refused.message) : ''} />
      <p className="soft small">{t('workform.kept')}</p>
      <div className="work-form-foot">
        <button type="submit" className="work-button work-primary" data-testid="work-send" disabled={outcome === 'sending'}>
          {outcome === 'changed' || outcome === 'offline' ? t('workform.again') : t('workform.send')}
        </button>
        <button type="button" className="work-button" data-testid="work-cancel" onClick={onClose}>
          {t('workform.cancel')}
        </button>
      </div>
    </form>
  );
}

function outcomeOf(error: ApiError): Outcome {
  if (error.offline) return 'offline';
  if (error.status === 409) return 'changed';
  if (error.status === 403 || error.status === 404) return 'withdrawn';
  return 'refused';
}

/** What the server says of one field. */
function faultOf(refused: ApiError | null, name: string): string {
  return refused?.errors.find((one) => one.location === `body.act.${name}`)?.message ?? '';
}

function Trouble({ outcome, why }: { outcome: Outcome; why: string }) {
  const t = useText();
  const said = {
    typing: '',
    sending: '',
    missing: t('workform.needs'),
    offline: t('workform.offline'),
    changed: t('workform.changed', { why }),
    withdrawn: t('workform.withdrawn', { why }),
    refused: why,
  }[outcome];
  return (
    <p className="fault work-trouble" role="alert" data-testid="work-trouble">
      {said}
    </p>
  );
}

interface FieldProps {
  field: FieldOf;
  value: string;
  faulty: boolean;
  fault: string;
  onChange: (value: string) => void;
}

function ActField({ field, value, faulty, fault, onChange }: FieldProps) {
  const t = useText();
  const id = useId();
  if (field.kind === 'time') return <FinishField label={t(field.label)} value={value} faulty={faulty || fault !== ''} onChange={onChange} />;
  return (
    <div className="work-field">
      <label htmlFor={id}>{t(field.label)}</label>
      {field.kind === 'unit' ? (
        <UnitSelect id={id} value={value} onChange={onChange} />
      ) : (
        <textarea id={id} rows={3} data-testid={`work-${field.name}`} value={value} aria-invalid={faulty || fault !== ''} onChange={(event) => onChange(event.target.value)} />
      )}
    </div>
  );
}

function UnitSelect({ id, value, onChange }: { id: string; value: string; onChange: (value: string) => void }) {
  const t = useText();
  const units = useUnits();
  return (
    <select id={id} data-testid="work-whose" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('workform.return.unknown')}</option>
      {(units.data ?? []).map((unit) => (
        <option key={unit.code} value={unit.code}>
          {unit.name}
        </option>
      ))}
    </select>
  );
}
