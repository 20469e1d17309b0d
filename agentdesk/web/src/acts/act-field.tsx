import { useId, useState } from 'react';
import { useUnits } from '../api/queries';
import { useText } from '../i18n';
import { fold } from '../tickets/units';
import type { Field, Ticket } from './kinds';
import { TimeField } from './time-field';

interface Props {
  field: Field;
  ticket: Ticket;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

/** One thing that an act asks for, with its label and what is wrong with it. */
export function ActField({ field, ticket, value, fault, onChange }: Props) {
  const t = useText();
  const id = useId();
  if (field.kind === 'check') {
    return (
      <label className="act-check">
        <input type="checkbox" data-testid={`act-${field.name}`} checked={value !== ''} onChange={(event) => onChange(event.target.checked ? 'yes' : '')} /> {t(field.label)}
        {fault && <span className="fault"> {fault}</span>}
      </label>
    );
  }
  const needed = !('optional' in field && field.optional);
  return (
    <div className="act-field">
      <label htmlFor={id}>
        {t(field.label)}
        {needed && <span aria-hidden> *</span>}
      </label>
      {fault && (
        <span className="fault" id={`${id}-fault`} data-testid={`act-fault-${field.name}`}>
          {fault}
        </span>
      )}
      <Control id={id} field={field} ticket={ticket} value={value} fault={fault} onChange={onChange} />
    </div>
  );
}

function Control({ id, field, ticket, value, fault, onChange }: Props & { id: string }) {
  const t = useText();
  const tied = { id, 'data-testid': `act-${field.name}`, 'aria-invalid': fault ? true : undefined, 'aria-describedby': fault ? `${id}-fault` : undefined };
  switch (field.kind) {
    case 'text':
      return <textarea {...tied} className="act-input" rows={4} maxLength={10_000} value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'line':
      return <input {...tied} className="act-input" maxLength={500} value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'date':
      return <input {...tied} className="act-input" type="date" value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'time':
      return <TimeField tied={tied} value={value} onChange={onChange} />;
    case 'choice':
    case 'item': {
      const options = field.kind === 'choice' ? field.of.map(([code, label]) => [code, t(label)] as const) : field.of(ticket);
      return (
        <select {...tied} className="act-input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t(options.length === 0 ? 'acts.noItem' : 'acts.choose')}</option>
          {options.map(([code, label]) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
      );
    }
    case 'unit':
      return <UnitInput {...tied} value={value} onChange={onChange} />;
    case 'units':
      return <UnitsInput {...tied} value={value} onChange={onChange} />;
    case 'check':
      return null;
  }
}

interface Tied {
  id: string;
  'data-testid': string;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** A unit by its name or code, of the directory's list. */
function UnitInput({ value, onChange, ...tied }: Tied) {
  const t = useText();
  const units = useUnits().data ?? [];
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const name = (code: string) => units.find((unit) => unit.code === code)?.name ?? code;
  const wrong = typed !== null && typed.trim() !== '' && value === '';
  return (
    <>
      <input
        {...tied}
        className="act-input"
        list={list}
        autoComplete="off"
        value={typed ?? (value && name(value))}
        onChange={(event) => {
          const said = event.target.value;
          setTyped(said);
          const words = fold(said);
          onChange(units.find((unit) => unit.code === said.trim().toUpperCase() || (words !== '' && fold(unit.name) === words))?.code ?? '');
        }}
        onBlur={() => value !== '' && setTyped(null)}
      />
      <datalist id={list}>
        {units.map((unit) => (
          <option key={unit.code} value={unit.name}>
            {unit.code}
          </option>
        ))}
      </datalist>
      {wrong && <span className="soft small">{t('acts.unknownUnit')}</span>}
    </>
  );
}

function UnitsInput({ value, onChange, ...tied }: Tied) {
  const t = useText();
  const units = useUnits().data ?? [];
  const codes = value === '' ? [] : value.split(',');
  const name = (code: string) => units.find((unit) => unit.code === code)?.name ?? code;
  return (
    <>
      {codes.map((code) => (
        <span key={code} className="tag act-unit">
          {name(code)}{' '}
          <button type="button" aria-label={t('acts.removeUnit', { unit: name(code) })} onClick={() => onChange(codes.filter((other) => other !== code).join(','))}>
            ×
          </button>
        </span>
      ))}
      {/* Mounted anew with each unit: the next begins empty. */}
      <UnitInput key={value} {...tied} value="" onChange={(code) => {
        if (code !== '' && !codes.includes(code)) onChange([...codes, code].join(','));
      }} />
    </>
  );
}
