// Finding whom to ask: an officer on call, by what an operator types while she
// speaks. Without marks, without capitals, in any order of words.

import type { Officer, Unit } from '../api/types';
import { byUse, likelyUnits, topicsOf, type Said } from '../tickets/likely';
import { fold } from '../tickets/units';
import { plainNumber } from './number';

/** An officer to be called first; the others of the unit follow in their order. */
export interface Choice {
  officer: Officer;
  unit: Unit;
  /** Which they are, and of how many, in the unit's on-call order. */
  nth: number;
  of: number;
  /** The unit is concerned by what the ticket says so far. */
  likely: boolean;
}

/** What the ticket says so far, and the unit chosen for it. */
export interface About extends Said {
  unit: string;
}

/** Everybody who can be called, unit by unit: those whom the ticket concerns first. */
export function choices(units: readonly Unit[], officers: readonly Officer[], about: About | null): Choice[] {
  const likely = about ? [...units.filter((unit) => unit.code === about.unit), ...likelyUnits(units, about)] : [];
  const ordered = new Set([...likely, ...[...units].sort(byUse)]);
  return [...ordered].flatMap((unit) => {
    const own = officers.filter((officer) => officer.unit === unit.code).sort((a, b) => a.rank - b.rank);
    return own.map((officer, index) => ({ officer, unit, nth: index + 1, of: own.length, likely: likely.includes(unit) }));
  });
}

/** Those of whom every word typed begins a word, or all together a topic, or whose number holds the digits; by name before by topic, else as they stood. */
export function findOfficers(all: readonly Choice[], typed: string, most = 60): Choice[] {
  const digits = plainNumber(typed);
  if (/^[\d\s.+-]+$/.test(typed) && typed.trim() !== '') {
    const wanted = digits || typed.replace(/\D/g, '');
    return all.filter(({ officer }) => officer.phone.includes(wanted)).slice(0, most);
  }
  const words = fold(typed).split(' ').filter(Boolean);
  if (words.length === 0) return all.slice(0, most);
  return all
    .map((choice) => ({ choice, score: score(choice, words) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map((found) => found.choice);
}

function score({ officer, unit }: Choice, words: readonly string[]): number {
  const named = `${fold(unit.name)} ${unit.code.toLowerCase()} ${fold(officer.name)}`.split(' ');
  const begins = (parts: readonly string[]) => words.every((word) => parts.some((part) => part.startsWith(word)));
  if (begins(named)) return 2;
  const whole = ` ${words.join(' ')}`;
  return topicsOf(unit).some((topic) => ` ${topic}`.includes(whole)) ? 1 : 0;
}
