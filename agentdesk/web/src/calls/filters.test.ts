import { describe, expect, it } from 'vitest';
import { dayBack } from '../lists/address';
import { isFiltered, readFilters, toQuery, writeFilters } from './filters';

const read = (address: string) => readFilters(new URLSearchParams(address));

describe('filters', () => {
  it('address→filters→address', () => {
    const address = 'since=2026-01-01&until=2026-01-31&after=14%3A10&before=14%3A40&from=0912*&operator=op01&ticket=26-000123-4&state=ended&officer=02253822001&unit=SXD&field=cap-nuoc&min=0%3A45&max=30&end=abandoned_wait&rating=1&flagged=1&said=l%E1%BA%A1ch+tray&cursor=abc';
    expect(writeFilters(read(address)).toString()).toBe(new URLSearchParams(address).toString());
  });

  it('leaves out what makes no sense', () => {
    expect(writeFilters(read('since=2026-02-31&until=x&after=9&before=10&state=dancing&other=1&unit=%22&field=A&min=0:00&max=1:75&end=bored&rating=6&flagged=2')).toString()).toBe('');
    expect(isFiltered(read('cursor=abc'))).toBe(false);
  });

  it('days are Hải Phòng’s, the last one included', () => {
    expect(toQuery(read('since=2026-01-31&until=2026-01-31'))).toEqual({
      since: '2026-01-31T00:00:00+07:00',
      until: '2026-02-01T00:00:00+07:00',
      limit: 50,
    });
  });

  it('hours are of the first and the last day, and of none where there is none', () => {
    expect(toQuery(read('since=2026-01-30&until=2026-01-31&after=14h&before=9h30'))).toEqual({ since: '2026-01-30T14:00:00+07:00', until: '2026-01-31T09:31:00+07:00', limit: 50 });
    expect(writeFilters(read('until=2026-01-31&after=14:00&before=25:00')).toString()).toBe('until=2026-01-31');
  });

  it('asks for minutes as seconds', () => {
    expect(toQuery(read('min=0:45&max=1:30'))).toEqual({ talk_min: 45, talk_max: 90, limit: 50 });
    expect(toQuery(read('min=2&max=30&rating=5&flagged=1&end=hangup&said=nuoc'))).toEqual({ talk_min: 120, talk_max: 1800, rating: 5, flagged: true, end_reason: 'hangup', said: 'nuoc', limit: 50 });
  });

  it('today begins at Hải Phòng’s midnight', () => {
    expect(dayBack(Date.parse('2026-01-04T17:00:00Z'), 0)).toBe('2026-01-05');
    expect(dayBack(Date.parse('2026-01-04T16:59:59Z'), 6)).toBe('2025-12-29');
  });
});
