import type { HTMLInputTypeAttribute } from 'react';
import { DateInput } from './date-input';
import { described, Field } from './field';

interface Props {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  fault?: string | undefined;
  required?: boolean;
  type?: HTMLInputTypeAttribute;
  autoComplete?: string;
  maxLength?: number;
}

/** A text of one line, with its label. */
export function LineField({ id, label, value, onChange, hint, fault, required = false, type = 'text', autoComplete = 'off', maxLength = 200 }: Props) {
  return (
    <Field id={id} label={label} fault={fault} required={required} {...(hint ? { hint } : {})}>
      {type === 'date' ? (
        <DateInput kept {...described(id, fault, hint)} value={value} onChange={onChange} />
      ) : (
        <input type={type} autoComplete={autoComplete} maxLength={maxLength} {...described(id, fault, hint)} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

interface ChoiceProps<Value extends string> {
  id: string;
  label: string;
  value: Value;
  of: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  hint?: string;
  fault?: string | undefined;
  required?: boolean;
}

/** One of a few. */
export function ChoiceField<Value extends string>({ id, label, value, of, onChange, hint, fault, required = false }: ChoiceProps<Value>) {
  return (
    <Field id={id} label={label} fault={fault} required={required} {...(hint ? { hint } : {})}>
      <select {...described(id, fault, hint)} value={value} onChange={(event) => onChange(event.target.value as Value)}>
        {of.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}
