import { describe, expect, it } from 'vitest';
import { text, type Translate } from '../i18n';
import { finishText, toLocal } from '../acts/time-field';
import { hours, share, sum } from './sums';
import { termText, urgency } from './term';

const t: Translate = (key, values) => text(key, 'vi', values);
const now = Date.parse('2026-11-27T09:00:00+07:00'); // a Friday

describe('a term', () => {
  it.each([
    ['2026-11-27T08:00:00+07:00', false, 'late', 'Quá hạn 1 giờ'],
    ['2026-11-24T09:00:00+07:00', true, 'late', 'Quá hạn 3 ngày'],
    ['2026-11-27T09:45:00+07:00', false, 'soon', 'Còn 45 phút'],
    ['2026-11-27T17:00:00+07:00', false, 'today', 'Hạn 17:00 hôm nay'],
    ['2026-11-28T06:00:00+07:00', false, 'later', 'Hạn 28/11 06:00'],
    [null, false, 'none', 'Không có hạn'],
    [null, true, 'late', 'Quá hạn'],
  ] as const)('%s: %s', (due, late, how, words) => {
    expect(urgency(due, late, now)).toBe(how);
    const said = termText(t, due, how, now);
    expect(said.startsWith(words)).toBe(true);
  });
});

describe('when it will be done', () => {
  it.each([
    ['2026-11-27T17:00:00+07:00', 'Hôm nay 17:00'],
    ['2026-11-28T11:30:00+07:00', 'Mai 11:30'],
  ])('%s', (at, words) => {
    expect(finishText(t, 'vi', at, now)).toBe(words);
  });

  it('is the clock of Hải Phòng, wherever the browser is', () => {
    expect(toLocal('2026-11-27T10:00:00Z')).toBe('2026-11-27T17:00');
    expect(toLocal('')).toBe('');
  });
});

describe('figures', () => {
  it('are written as in Việt Nam', () => {
    expect(hours(390)).toBe('6,5');
    expect(hours(null)).toBe('–');
    expect(share(3, 4)).toBe('3 (75 %)');
    expect(share(0, 0)).toBe('–');
    expect(sum([], 'held')).toBe(0);
  });
});
