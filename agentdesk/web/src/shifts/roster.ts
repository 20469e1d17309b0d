// A week of shifts, as pure functions. Days are YYYY-MM-DD in Hải Phòng, which has
// no summer time; moments are milliseconds since 1970.

import type { Operator, Shift } from '../api/types';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const ZONE = 7 * HOUR;

/** The day of a moment. */
export function dayOf(at: number): string {
  return new Date(at + ZONE).toISOString().slice(0, 10);
}

/** When a day begins. */
export function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - ZONE;
}

export function addDays(day: string, days: number): string {
  return dayOf(dayStart(day) + days * DAY);
}

/** 1 for Monday … 7 for Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The seven days of a day's week, Monday first. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, 1 - weekday(day));
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n));
}

/** A day that stands in an address; the fallback for what is none. */
export function readDay(text: string | null, fallback: string): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayOf(dayStart(text)) === text ? text : fallback;
}

/** 23/11 */
export function shortDay(day: string): string {
  return `${day.slice(8)}/${day.slice(5, 7)}`;
}

/** 06:00 of a moment; 24:00 for the midnight that ends a day. */
export function hourOf(at: number, ends = false): string {
  const text = new Date(at + ZONE).toISOString().slice(11, 16);
  return ends && text === '00:00' ? '24:00' : text;
}

/** 22:00–06:00 */
export function times(from: number, to: number): string {
  return `${hourOf(from)}–${hourOf(to, true)}`;
}

export const begins = (shift: Shift) => Date.parse(shift.starts_at);
export const ends = (shift: Shift) => Date.parse(shift.ends_at);

/** "6", "6h30", "0630", "06:30" as 06:30; null for what is no time. A browser's own field would ask for AM and PM. */
export function readTime(typed: string): string | null {
  const found = /^(\d{1,2})(?:[:h.]?([0-5]\d))?h?$/i.exec(typed.trim());
  const hour = Number(found?.[1]);
  return found && hour < 24 ? `${String(hour).padStart(2, '0')}:${found[2] ?? '00'}` : null;
}

/** An operator's shift on a day; an end that is not after the beginning is on the day after. Null for times that are none. */
export function shiftAt(username: string, day: string, from: string, to: string): Shift | null {
  const minutes = (text: string) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : null);
  const start = minutes(from);
  const end = minutes(to);
  if (start === null || end === null) return null;
  const at = (minute: number) => new Date(dayStart(day) + minute * 60_000).toISOString();
  return { username, starts_at: at(start), ends_at: at(end > start ? end : end + 24 * 60) };
}

/** Those who work at the same times, together; in the order of beginning, then end. */
export interface Span {
  from: number;
  to: number;
  shifts: Shift[];
}

/** The shifts that begin on a day. */
export function spansOf(shifts: readonly Shift[], day: string): Span[] {
  const spans = new Map<string, Span>();
  for (const shift of shifts) {
    const [from, to] = [begins(shift), ends(shift)];
    if (dayOf(from) !== day) continue;
    const key = `${from}-${to}`;
    const span = spans.get(key) ?? { from, to, shifts: [] };
    span.shifts.push(shift);
    spans.set(key, span);
  }
  return [...spans.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The shifts that began the day before and go on after midnight. */
export function carriedInto(shifts: readonly Shift[], day: string): Shift[] {
  const start = dayStart(day);
  return shifts.filter((s) => begins(s) < start && ends(s) > start);
}

/** Those that would be over already; what stands there stays. */
export function tooLate(wanted: readonly Shift[], shifts: readonly Shift[], now: number): Shift[] {
  return wanted.filter((s) => ends(s) <= now && !shifts.some((b) => b.username === s.username && begins(b) === begins(s) && ends(b) === ends(s)));
}

/** How many are planned from one moment to the next. */
export interface Stretch {
  from: number;
  to: number;
  people: number;
}

/** A day from midnight to midnight, in stretches of the same number of people. */
export function coverage(shifts: readonly Shift[], day: string): Stretch[] {
  const [start, end] = [dayStart(day), dayStart(day) + DAY];
  const inside = shifts.filter((s) => begins(s) < end && ends(s) > start);
  const marks = [...new Set([start, end, ...inside.flatMap((s) => [Math.max(start, begins(s)), Math.min(end, ends(s))])])].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  marks.slice(0, -1).forEach((from, at) => {
    const people = inside.filter((s) => begins(s) <= from && ends(s) > from).length;
    const last = stretches.at(-1);
    if (last?.people === people) last.to = marks[at + 1] ?? end;
    else stretches.push({ from, to: marks[at + 1] ?? end, people });
  });
  return stretches;
}

/** When nobody is planned. The hotline answers at every hour (Điều 3.4). */
export function gaps(stretches: readonly Stretch[]): Stretch[] {
  return stretches.filter((s) => s.people === 0);
}

/** The operators who would be planned twice at a time. */
export function clashing(shifts: readonly Shift[]): string[] {
  const names = new Set<string>();
  shifts.forEach((a, i) => {
    for (const b of shifts.slice(i + 1)) if (a.username === b.username && begins(a) < ends(b) && begins(b) < ends(a)) names.add(a.username);
  });
  return [...names].sort();
}

/** The same shifts some days later. */
export function later(shifts: readonly Shift[], days: number): Shift[] {
  const move = (at: string) => new Date(Date.parse(at) + days * DAY).toISOString();
  return shifts.map((s) => ({ username: s.username, starts_at: move(s.starts_at), ends_at: move(s.ends_at) }));
}

/** Only what the API takes: who, from, to. */
export function plain(shift: Shift): Shift {
  return { username: shift.username, starts_at: shift.starts_at, ends_at: shift.ends_at };
}

/** The shift is gone from these, another (if any) in its place. */
export function replaced(shifts: readonly Shift[], old: Shift | null, by: readonly Shift[]): Shift[] {
  return [...shifts.filter((s) => !(old && s.username === old.username && begins(s) === begins(old))), ...by].map(plain);
}

/** Who is planned now, and who of them is not at a desk. */
export function onShift(shifts: readonly Shift[], operators: readonly Operator[], now: number): { shift: Shift; name: string; here: boolean }[] {
  return shifts
    .filter((s) => begins(s) <= now && ends(s) > now)
    .map((shift) => {
      const operator = operators.find((o) => o.username === shift.username);
      return { shift, name: operator?.name ? operator.name : shift.username, here: operator !== undefined && operator.status !== 'offline' };
    });
}
