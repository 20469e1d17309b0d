import { describe, expect, it } from 'vitest';
import { bounds, day, ruleName } from './days';

describe('days of this page', () => {
  it('asks for both days whole, and not for what is no day', () => {
    expect(bounds(new URLSearchParams('since=2026-11-01&until=2026-11-30'))).toEqual({ since: '2026-11-01T00:00:00+07:00', until: '2026-12-01T00:00:00+07:00' });
    expect(bounds(new URLSearchParams('since=2026-13-01&until=x'))).toEqual({});
  });
  it('tells the day of a moment in Hải Phòng', () => {
    expect(day('2026-11-28T18:30:00Z')).toBe('29/11/2026');
    expect(day('')).toBe('');
  });
  it('has words for what no rule was for', () => {
    expect(ruleName((key) => `[${key}]`, 'retention.months')).toBe('[retentionrule.retention.months]');
    expect(ruleName((key) => key, 'Chỉ đạo của lãnh đạo')).toBe('Chỉ đạo của lãnh đạo');
  });
});
