import { describe, expect, it } from 'vitest';
import type { Operator, Shift } from '../api/types';
import { addDays, carriedInto, clashing, coverage, dayOf, dayStart, gaps, later, onShift, readDay, replaced, readTime, shiftAt, spansOf, times, tooLate, weekOf } from './roster';

const DAY = '2026-11-26'; // a Thursday
const shift = (username: string, from: string, to: string, day = DAY): Shift => {
  const made = shiftAt(username, day, from, to);
  if (!made) throw new Error(`${from}–${to}`);
  return made;
};
const told = (stretches: { from: number; to: number; people: number }[]) => stretches.map((s) => `${times(s.from, s.to)}: ${s.people}`);

describe('days', () => {
  it('are those of Hải Phòng, wherever the browser is', () => {
    expect(dayOf(Date.parse('2026-11-25T17:00:00Z'))).toBe(DAY);
    expect(dayOf(Date.parse('2026-11-25T16:59:59Z'))).toBe('2026-11-25');
    expect(new Date(dayStart(DAY)).toISOString()).toBe('2026-11-25T17:00:00.000Z');
  });

  it('make weeks from Monday on, over the year’s end', () => {
    expect(weekOf(DAY)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', DAY, '2026-11-27', '2026-11-28', '2026-11-29']);
    expect(weekOf('2027-01-03')).toContain('2026-12-28');
    expect(weekOf('2026-11-29')[0]).toBe('2026-11-23');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('are read from an address, or not at all', () => {
    expect(['2026-02-29', '2026-2-1', 'x', null].map((text) => readDay(text, DAY))).toEqual([DAY, DAY, DAY, DAY]);
    expect(readDay('2026-02-28', DAY)).toBe('2026-02-28');
  });
});

describe('a time', () => {
  it('is read as people type it', () => {
    expect(['6', '06', '6:30', '6h30', '0630', ' 22:00 ', '6h'].map(readTime)).toEqual(['06:00', '06:00', '06:30', '06:30', '06:30', '22:00', '06:00']);
    expect(['', '24:00', '6:60', '-1', 'x', '6:3'].map(readTime)).toEqual([null, null, null, null, null, null]);
  });
});

describe('a shift', () => {
  it('is not planned when it would be over, unless it stands there', () => {
    const now = Date.parse('2026-11-26T14:00:00+07:00');
    const [early, late] = [shift('op01', '06:00', '14:00'), shift('op02', '06:00', '14:01')];
    expect(tooLate([early, late], [], now)).toEqual([early]);
    expect(tooLate([early, late], [shift('op01', '06:00', '14:00')], now)).toEqual([]);
  });

  it('ends on the day after when its end is not after its beginning', () => {
    expect(shift('op01', '22:00', '06:00')).toEqual({ username: 'op01', starts_at: '2026-11-26T15:00:00.000Z', ends_at: '2026-11-26T23:00:00.000Z' });
    expect(shift('op01', '06:00', '06:00').ends_at).toBe('2026-11-26T23:00:00.000Z');
    expect([shiftAt('op01', DAY, '', '06:00'), shiftAt('op01', DAY, '24:00', '06:00'), shiftAt('op01', DAY, '6:00', '07:60')]).toEqual([null, null, null]);
  });

  it('clashes with another one of the same person only', () => {
    const night = shift('op01', '22:00', '06:00', '2026-11-25');
    expect(clashing([night, shift('op01', '05:59', '08:00'), shift('op02', '00:00', '08:00')])).toEqual(['op01']);
    expect(clashing([night, shift('op01', '06:00', '08:00')])).toEqual([]);
  });

  it('takes another’s place by who and when it begins', () => {
    const all = [shift('op01', '06:00', '14:00'), shift('op02', '06:00', '14:00')];
    const changed = shift('op01', '07:00', '15:00');
    expect(replaced(all, all[0] ?? null, [changed])).toEqual([all[1], changed]);
    expect(replaced(all, null, [changed])).toHaveLength(3);
    expect(replaced(all, all[1] ?? null, [])).toEqual([all[0]]);
  });
});

describe('a day', () => {
  const night = shift('op03', '22:00', '06:00', '2026-11-25');
  const shifts = [night, shift('op01', '06:00', '14:00'), shift('op02', '06:00', '14:00'), shift('op01', '16:00', '20:00'), shift('op02', '18:00', '22:00')];

  it('names together those who work at the same times', () => {
    expect(spansOf(shifts, DAY).map((s) => `${times(s.from, s.to)} ${s.shifts.map((x) => x.username).join(',')}`)).toEqual([
      '06:00–14:00 op01,op02', '16:00–20:00 op01', '18:00–22:00 op02',
    ]);
    expect(carriedInto(shifts, DAY)).toEqual([night]);
  });

  it('is told in stretches from midnight to midnight, gaps among them', () => {
    const day = coverage(shifts, DAY);
    expect(told(day)).toEqual(['00:00–06:00: 1', '06:00–14:00: 2', '14:00–16:00: 0', '16:00–18:00: 1', '18:00–20:00: 2', '20:00–22:00: 1', '22:00–24:00: 0']);
    expect(told(gaps(day))).toEqual(['14:00–16:00: 0', '22:00–24:00: 0']);
    expect(told(coverage([], DAY))).toEqual(['00:00–24:00: 0']);
    expect(told(coverage([shift('op01', '12:00', '00:00'), shift('op02', '00:00', '12:00')], DAY))).toEqual(['00:00–24:00: 1']);
  });

  it('is copied to a week later', () => {
    expect(later([night], 7)).toEqual([shift('op03', '22:00', '06:00', '2026-12-02')]);
  });

  it('says who is on shift and not at a desk', () => {
    const operators = [{ username: 'op01', name: 'Mai', status: 'ready' }, { username: 'op02', name: '', status: 'offline' }] as Operator[];
    const now = dayStart(DAY) + 7 * 3_600_000;
    expect(onShift(shifts, operators, now).map(({ name, here }) => [name, here])).toEqual([['Mai', true], ['op02', false]]);
  });
});
