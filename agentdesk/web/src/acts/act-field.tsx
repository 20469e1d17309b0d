import { useId } from 'react';
import { useText } from '../i18n';
import { DateInput } from '../forms/date-input';
import { UnitInput, UnitsInput } from '../units/unit-input';
import { ColleagueInput } from './colleague-input';
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
        <input type="checkbox" data-testid={`act-${field.name}`} checked={value !== ''} aria-invalid={fault ? true : undefined} onChange={(event) => onChange(event.target.checked ? 'yes' : '')} /> {t(field.label)}
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
      return <DateInput {...tied} kept className="act-input" value={value} onChange={onChange} />;
    case 'time':
      return <TimeField tied={tied} value={value} latest={field.latest?.(ticket)} onChange={onChange} />;
    case 'choice':
    case 'item': {
      const options = field.kind === 'choice' ? field.of.map(([code, label]) => [code, t(label)] as const) : field.of(ticket, t);
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
      return <UnitInput {...tied} className="act-input" value={value} onChange={onChange} {...(field.likely ? { about: { field: '', content: ticket.content, address: ticket.address } } : {})} />;
    case 'units':
      return <UnitsInput {...tied} className="act-input" value={value} onChange={onChange} />;
    case 'colleague':
      return <ColleagueInput {...tied} className="act-input" code={ticket.code} value={value} onChange={onChange} />;
    case 'check':
      return null;
  }
}
