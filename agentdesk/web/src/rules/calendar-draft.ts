// A calendar while it is changed: what is put on dates of the one that holds. It is laid on whatever holds
// when it is sent, so that another's changes stay.

import type { CalendarDay, CalendarSpec } from '../api/rules';

export type Kind = CalendarDay['kind'];
export const KINDS: readonly Kind[] = ['holiday', 'compensation', 'swapped_off', 'working_saturday', 'changed_hours', 'proposed'];
/** How a day is known: first the word that the server reads, so that nobody has to look the day up again. */
export const GRADES = ['verified', 'statute', 'computed', 'inferred', 'remembered'] as const;
export type Grade = (typeof GRADES)[number];

export interface Draft {
  /** By date; null: as the week's rule says. */
  puts: Readonly<Record<string, CalendarDay | null>>;
  /** Empty: as it was. */
  until: string;
  note: string;
}

export const NO_CHANGES: Draft = { puts: {}, until: '', note: '' };

export function changes(draft: Draft): boolean {
  return Object.keys(draft.puts).length > 0 || draft.until !== '';
}

export function applied(spec: CalendarSpec, draft: Draft): CalendarSpec {
  const days = spec.days.filter((day) => !(day.date in draft.puts));
  for (const day of Object.values(draft.puts)) if (day) days.push(day);
  days.sort((a, b) => a.date.localeCompare(b.date));
  return { hours: spec.hours, days, until: draft.until || spec.until };
}

/** Puts a day on a date, or takes it off; what is as the calendar has it already is no change. */
export function put(spec: CalendarSpec, draft: Draft, date: string, day: CalendarDay | null): Draft {
  const was = spec.days.find((one) => one.date === date) ?? null;
  const puts = Object.fromEntries(Object.entries(draft.puts).filter(([at]) => at !== date));
  return { ...draft, puts: same(was, day) ? puts : { ...puts, [date]: day } };
}

function same(a: CalendarDay | null, b: CalendarDay | null): boolean {
  const told = (day: CalendarDay | null) => day && JSON.stringify([day.kind, day.name, day.basis, hoursText(day.sessions ?? [])]);
  return told(a) === told(b);
}

export type Session = NonNullable<CalendarDay['sessions']>[number];

/** 07:30-11:30, 13:30-17:00 */
export function hoursText(sessions: readonly Session[]): string {
  return sessions.map((s) => `${s.open}-${s.close}`).join(', ');
}

/** The sessions of a text as hoursText writes it; what cannot be read goes to the server as it is, which says so. */
export function parseHours(text: string): Session[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [open = '', close = ''] = part.split(/[-–]/).map((end) => end.trim());
      return { open, close };
    });
}

/** A basis as the server reads it: the grade first. */
export function basisOf(grade: Grade, source: string): string {
  return source.trim() === '' ? grade : `${grade}: ${source.trim()}`;
}

/** The grade and the rest of a basis. */
export function readBasis(basis: string): { grade: Grade; source: string } {
  const [, word = '', source = ''] = /^(\w+)[:;,]?\s*([\s\S]*)$/.exec(basis) ?? [];
  const grade = GRADES.find((one) => one === word.toLowerCase());
  return grade ? { grade, source } : { grade: 'verified', source: basis };
}

/** The days that a draft puts, a line each, as one reads and compares them. */
export function asText(days: readonly (CalendarDay | [string, null])[]): string {
  return days.map((day) => (Array.isArray(day) ? `${day[0]} –` : [day.date, day.kind, day.name, hoursText(day.sessions ?? [])].filter(Boolean).join(' '))).join('\n');
}
