import { describe, expect, it } from 'vitest';
import type { CalendarDay, CalendarSpec } from '../api/rules';
import { applied, basisOf, changes, hoursText, NO_CHANGES, parseHours, put, readBasis } from './calendar-draft';
import { addDays, weeksOf } from './dates';

const tet: CalendarDay = { date: '2026-02-17', kind: 'holiday', name: 'Tết', basis: 'verified: CV 1', open: false };
const spec: CalendarSpec = { hours: [], days: [tet], until: '2028-01-01' };
const off: CalendarDay = { date: '2026-12-01', kind: 'holiday', name: 'Nghỉ', basis: 'verified', open: false };

describe('a calendar that is changed', () => {
  it('has what was put, in order, and all else as it was', () => {
    const draft = put(spec, NO_CHANGES, off.date, off);
    expect(applied(spec, draft)).toEqual({ hours: [], days: [tet, off], until: '2028-01-01' });
    expect(changes(draft)).toBe(true);
  });

  it('lays its changes on whatever holds meanwhile', () => {
    const draft = put(spec, NO_CHANGES, off.date, off);
    const theirs = { ...spec, days: [tet, { ...off, date: '2026-11-02' }] };
    expect(applied(theirs, draft).days.map((day) => day.date)).toEqual(['2026-02-17', '2026-11-02', '2026-12-01']);
  });

  it('takes a day off, and back', () => {
    const without = put(spec, NO_CHANGES, tet.date, null);
    expect(applied(spec, without).days).toEqual([]);
    expect(changes(put(spec, without, tet.date, tet))).toBe(false);
  });

  it('ends on another day when it is prolonged', () => {
    expect(applied(spec, { ...NO_CHANGES, until: '2030-01-01' }).until).toBe('2030-01-01');
  });
});

describe('what is typed of a day', () => {
  it('has sessions as one writes them', () => {
    expect(parseHours('07:30-11:30, 13:30 – 17:00')).toEqual([{ open: '07:30', close: '11:30' }, { open: '13:30', close: '17:00' }]);
    expect(hoursText(parseHours('07:30-11:30;13:00-16:30'))).toBe('07:30-11:30, 13:00-16:30');
  });

  it('has the grade before its basis', () => {
    expect(basisOf('statute', 'Điều 112')).toBe('statute: Điều 112');
    expect(readBasis('statute: Điều 112')).toEqual({ grade: 'statute', source: 'Điều 112' });
    expect(readBasis('computed')).toEqual({ grade: 'computed', source: '' });
    expect(readBasis('Công văn 5')).toEqual({ grade: 'verified', source: 'Công văn 5' });
  });
});

describe('months', () => {
  it('begin on Monday, in whole weeks', () => {
    const weeks = weeksOf(2026, 2);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-02-01']);
    expect(weeks.flat().filter(Boolean)).toHaveLength(28);
    expect(weeksOf(2028, 2).flat().filter(Boolean)).toHaveLength(29);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});
