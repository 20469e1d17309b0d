import { describe, expect, it } from 'vitest';
import { clock, dateTime, elapsed, remaining, shortDateTime, timeOfDay } from './time';

const at = '2026-01-05T01:00:00Z';
const now = Date.parse(at);

describe('clocks', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [42_000, '0:42'],
    [60_000, '1:00'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [-5000, '0:00'],
  ])('%i ms → %s', (ms, text) => {
    expect(clock(ms)).toBe(text);
  });

  it('follows the server’s clock, not this browser’s', () => {
    expect(elapsed(at, now - 60_000, 65_000)).toBe(5000);
    expect(remaining(at, now - 60_000, 45_000)).toBe(15_000);
  });

  it('never runs backwards below zero', () => {
    expect(elapsed(at, now - 1, 0)).toBe(0);
    expect(remaining(at, now + 1, 0)).toBe(0);
  });

  it('a countdown shows its last second until it is over', () => {
    expect(remaining(at, now - 1, 0)).toBe(1000);
    expect(remaining(at, now - 1001, 0)).toBe(2000);
  });

  it('times that are missing or unreadable count as none', () => {
    expect([elapsed(null, now, 0), elapsed('x', now, 0), remaining(undefined, now, 0)]).toEqual([0, 0, 0]);
    expect([dateTime(null), dateTime('x'), shortDateTime('')]).toEqual(['', '', '']);
  });

  it('shows Hải Phòng’s time wherever the browser stands', () => {
    expect(dateTime(at, true)).toBe('05/01/2026 08:00:00');
    expect(shortDateTime(at)).toBe('05/01 08:00');
    expect(timeOfDay('2026-01-04T17:00:00Z')).toBe('00:00:00');
  });
});
