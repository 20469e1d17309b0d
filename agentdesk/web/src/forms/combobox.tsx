import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useText, type Key } from '../i18n';
import { fold } from '../tickets/units';
import './combobox.css';

/** What a field is tied to: its label, its value, what is wrong with it. */
export interface Tied {
  id: string;
  'data-testid': string;
  'aria-invalid': boolean | undefined;
  'aria-describedby'?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

interface Choice {
  code: string;
  name: string;
}

interface Props<One extends Choice> extends Tied {
  all: readonly One[];
  /** Those that what is typed speaks of, best first. */
  search: (words: string) => readonly One[];
  /** Those that are offered before anybody types. */
  proposed: readonly One[];
  /** What tells it from others of its name. */
  note: (one: One) => string;
  /** What else it is called by, as by its code. */
  also?: (one: One) => string;
  words: { type: Key; found: Key; unknown: Key };
  /** What is none of them counts as none; where none would be an answer, too, it is kept, so that the server refuses it. */
  kept?: boolean;
}

/** One of a list, by its name or code, searched while it is typed. */
export function Combobox<One extends Choice>({ all, search, proposed, note, also, words, value, onChange, kept = false, ...tied }: Props<One>) {
  const t = useText();
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const shown = useRef<HTMLUListElement>(null);
  const known = all.find((one) => one.code === value);
  const said = (typed ?? '').trim();
  const wrong = said !== '' && !known;
  const found = said === '' || known ? (value === '' ? proposed : []) : search(said);
  const at = Math.min(chosen, found.length - 1);
  const listed = open && found.length > 0;
  // Who types faster than the list comes has named one of it all the same.
  const late = typed !== null && !known ? named(all, typed, also)?.code : undefined;
  useEffect(() => {
    if (late !== undefined) onChange(late);
  }, [late, onChange]);
  useEffect(() => {
    if (listed) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [listed, found.length]);
  const pick = (one: One) => {
    setTyped(null);
    setOpen(false);
    onChange(one.code);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (listed) setChosen((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
      else setOpen(true);
    } else if (listed && event.key === 'Enter' && !event.ctrlKey) {
      const one = found[at];
      event.preventDefault();
      if (one) pick(one);
    } else if (typed !== null && event.key === 'Enter' && !event.ctrlKey) {
      // Whoever types a name to its end and presses Enter has chosen, and not sent the form.
      event.preventDefault();
      if (known) setTyped(null);
    } else if (listed && event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="combobox">
      <input
        {...tied}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={listed}
        aria-controls={list}
        aria-activedescendant={listed ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder={t(words.type)}
        value={typed ?? known?.name ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
          setOpen(true);
          onChange(named(all, event.target.value, also)?.code ?? (kept ? event.target.value.trim() : ''));
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={keys}
        onBlur={() => {
          setOpen(false);
          if (known) setTyped(null);
        }}
      />
      {listed && (
        <ul ref={shown} className="plain combobox-found" id={list} role="listbox" aria-label={t(words.found)} data-testid={`${tied['data-testid']}-found`}>
          {found.map((one, i) => (
            // The keyboard chooses from the field, as in every combobox; the press would take the focus from it.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li key={one.code} id={`${list}-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => event.preventDefault()} onClick={() => pick(one)}>
              {one.name} <span className="soft small">{note(one)}</span>
            </li>
          ))}
        </ul>
      )}
      {wrong && !listed && <span className="soft small">{t(words.unknown)}</span>}
    </div>
  );
}

/** The one that was said, by its code, by what else it is called, or by its name; of several that are called so, none. */
function named<One extends Choice>(all: readonly One[], said: string, also?: (one: One) => string): One | undefined {
  const code = said.trim().toUpperCase();
  const folded = fold(said);
  if (folded === '') return undefined;
  const alone = (called: (one: One) => boolean) => {
    const [first, second] = all.filter(called);
    return second ? undefined : first;
  };
  return all.find((one) => one.code.toUpperCase() === code) ?? alone((one) => also?.(one).toUpperCase() === code) ?? alone((one) => fold(one.name) === folded);
}
