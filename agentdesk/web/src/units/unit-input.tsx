import { useId, useState } from 'react';
import { useUnits } from '../api/queries';
import { useText } from '../i18n';
import { fold } from '../tickets/units';

interface Tied {
  id: string;
  'data-testid': string;
  'aria-invalid': boolean | undefined;
  'aria-describedby'?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

/** A unit by its name or code, of the directory's list. What is neither counts as none; where none would be an answer, too, it is `kept`, so that the server refuses it. */
export function UnitInput({ value, onChange, kept = false, ...tied }: Tied & { kept?: boolean }) {
  const t = useText();
  const units = useUnits().data ?? [];
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const name = (code: string) => units.find((unit) => unit.code === code)?.name ?? code;
  const known = units.some((unit) => unit.code === value);
  const wrong = typed !== null && typed.trim() !== '' && !known;
  return (
    <>
      <input
        {...tied}
        list={list}
        autoComplete="off"
        value={typed ?? (value && name(value))}
        onChange={(event) => {
          const said = event.target.value;
          setTyped(said);
          const words = fold(said);
          const unit = units.find((one) => one.code === said.trim().toUpperCase() || (words !== '' && fold(one.name) === words));
          onChange(unit?.code ?? (kept ? said.trim() : ''));
        }}
        onBlur={() => known && setTyped(null)}
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

/** Several, by their codes with commas between them. */
export function UnitsInput({ value, onChange, ...tied }: Tied) {
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
