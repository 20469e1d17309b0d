import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useUnits } from '../api/queries';
import type { Unit } from '../api/types';
import { useText } from '../i18n';
import { likelyUnits, type Said } from '../tickets/likely';
import { fold, searchUnits } from '../tickets/units';
import './unit-input.css';

interface Tied {
  id: string;
  'data-testid': string;
  'aria-invalid': boolean | undefined;
  'aria-describedby'?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

/** As many as are read at a glance; more letters make them fewer. */
const MOST = 8;

interface UnitProps extends Tied {
  kept?: boolean;
  /** What it is about: units that it speaks for are proposed before anybody types. */
  about?: Said;
}

/** A unit by its name or code, of the directory's list, searched without marks and in any order of words. What is neither counts as none; where none would be an answer, too, it is `kept`, so that the server refuses it. */
export function UnitInput({ value, onChange, kept = false, about, ...tied }: UnitProps) {
  const t = useText();
  const units = useUnits().data ?? [];
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const shown = useRef<HTMLUListElement>(null);
  const name = (code: string) => units.find((unit) => unit.code === code)?.name ?? code;
  const known = units.some((unit) => unit.code === value);
  const words = (typed ?? '').trim();
  const wrong = words !== '' && !known;
  const found = words === '' || known ? (about && value === '' ? likelyUnits(units, about) : []) : searchUnits(units, words, MOST);
  const at = Math.min(chosen, found.length - 1);
  const listed = open && found.length > 0;
  useEffect(() => {
    if (listed) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [listed, found.length]);
  const pick = (unit: Unit) => {
    setTyped(null);
    setOpen(false);
    onChange(unit.code);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (listed) setChosen((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
      else setOpen(true);
    } else if (listed && event.key === 'Enter' && !event.ctrlKey) {
      const unit = found[at];
      event.preventDefault();
      if (unit) pick(unit);
    } else if (listed && event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="unit-input">
      <input
        {...tied}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={listed}
        aria-controls={list}
        aria-activedescendant={listed ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder={t('acts.typeUnit')}
        value={typed ?? (value && name(value))}
        onChange={(event) => {
          const said = event.target.value;
          setTyped(said);
          setChosen(0);
          setOpen(true);
          const folded = fold(said);
          const unit = units.find((one) => one.code === said.trim().toUpperCase() || (folded !== '' && fold(one.name) === folded));
          onChange(unit?.code ?? (kept ? said.trim() : ''));
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={keys}
        onBlur={() => {
          setOpen(false);
          if (known) setTyped(null);
        }}
      />
      {listed && (
        <ul ref={shown} className="plain unit-found" id={list} role="listbox" aria-label={t('acts.unitsFound')} data-testid={`${tied['data-testid']}-found`}>
          {found.map((unit, i) => (
            // The keyboard chooses from the field, as in every combobox; the press would take the focus from it.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li key={unit.code} id={`${list}-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => event.preventDefault()} onClick={() => pick(unit)}>
              {unit.name} <span className="soft small">{unit.code}</span>
            </li>
          ))}
        </ul>
      )}
      {wrong && !listed && <span className="soft small">{t('acts.unknownUnit')}</span>}
    </div>
  );
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
