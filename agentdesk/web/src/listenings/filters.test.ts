import { describe, expect, it } from 'vitest';
import { isFiltered, NO_FILTERS, readFilters, toQuery, writeFilters } from './filters';

describe('the filters of who heard what', () => {
  it('are in the address, and what is none of them is not', () => {
    const said = 'actor=kiemtra&call=pbx1-1.1&since=2026-11-28&until=2026-11-28&only=night&sort=-heard';
    expect(writeFilters(readFilters(new URLSearchParams(said))).toString()).toBe(said);
    expect(readFilters(new URLSearchParams('since=yesterday&only=all&sort=up&what=ever'))).toEqual(NO_FILTERS);
    expect(isFiltered(NO_FILTERS)).toBe(false);
    expect(isFiltered({ ...NO_FILTERS, only: 'download' })).toBe(true);
  });

  it('ask for whole days in Hải Phòng', () => {
    expect(toQuery({ ...NO_FILTERS, since: '2026-11-28', until: '2026-11-28', only: 'no_ticket' })).toEqual({
      limit: 50, since: '2026-11-28T00:00:00+07:00', until: '2026-11-29T00:00:00+07:00', without: 'ticket',
    });
    expect(toQuery({ ...NO_FILTERS, only: 'download' })).toEqual({ limit: 50, download: true });
  });
});
