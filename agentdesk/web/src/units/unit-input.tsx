import { useEffect, useRef } from 'react';
import { useUnits } from '../api/queries';
import { Combobox, type Tied } from '../forms/combobox';
import { useText } from '../i18n';
import { likelyUnits, type Said } from '../tickets/likely';
import { searchUnits } from '../tickets/units';

/** As many as are read at a glance; more letters make them fewer. */
const MOST = 8;

const WORDS = { type: 'acts.typeUnit', found: 'acts.unitsFound', unknown: 'acts.unknownUnit' } as const;

interface UnitProps extends Tied {
  kept?: boolean;
  /** What it is about: units that it speaks for are proposed before anybody types. */
  about?: Said;
}

/** A unit by its name or code, of the directory's list, searched without marks and in any order of words. What is neither counts as none; where none would be an answer, too, it is `kept`, so that the server refuses it. */
export function UnitInput({ about, ...tied }: UnitProps) {
  const units = useUnits().data ?? [];
  const proposed = about && tied.value === '' ? likelyUnits(units, about) : [];
  return <Combobox {...tied} all={units} proposed={proposed} search={(words) => searchUnits(units, words, MOST)} note={(unit) => unit.code} words={WORDS} />;
}

/** Several, by their codes with commas between them. */
export function UnitsInput({ value, onChange, ...tied }: Tied) {
  const t = useText();
  const units = useUnits().data ?? [];
  const codes = value === '' ? [] : value.split(',');
  const name = (code: string) => units.find((unit) => unit.code === code)?.name ?? code;
  const box = useRef<HTMLDivElement>(null);
  const changed = useRef(false);
  // The field that one typed into is another now, and the button that was pressed is gone: one goes on in the field.
  useEffect(() => {
    if (changed.current) box.current?.querySelector('input')?.focus();
    changed.current = false;
  }, [value]);
  const become = (next: readonly string[]) => {
    changed.current = true;
    onChange(next.join(','));
  };
  return (
    <div ref={box}>
      {codes.map((code) => (
        <span key={code} className="tag act-unit">
          {name(code)}{' '}
          <button type="button" aria-label={t('acts.removeUnit', { unit: name(code) })} onClick={() => become(codes.filter((other) => other !== code))}>
            ×
          </button>
        </span>
      ))}
      {/* Mounted anew with each unit: the next begins empty. */}
      <UnitInput key={value} {...tied} value="" onChange={(code) => {
        if (code !== '' && !codes.includes(code)) become([...codes, code]);
      }} />
    </div>
  );
}
