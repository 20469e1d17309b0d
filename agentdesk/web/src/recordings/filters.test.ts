import { describe, expect, it } from 'vitest';
import { isFiltered, readFilters, toQuery, writeFilters } from './filters';

const read = (address: string) => readFilters(new URLSearchParams(address));

describe('the filters of recordings that fall short', () => {
  it('are what they were after the address', () => {
    const address = 'flaw=short&state=missing&since=2026-11-01&until=2026-11-30&sort=-length&cursor=abc';
    expect(writeFilters(read(address)).toString()).toBe(address);
    expect(toQuery(read(address))).toEqual({
      limit: 50, flaw: 'short', state: 'missing', since: '2026-11-01T00:00:00+07:00', until: '2026-12-01T00:00:00+07:00', sort: '-length', cursor: 'abc',
    });
  });

  it('leave out what makes no sense, and a page is no filter', () => {
    expect(toQuery(read('flaw=odd&state=expected&since=2026-13-01'))).toEqual({ limit: 50 });
    expect([isFiltered(read('cursor=abc')), isFiltered(read('flaw=lost'))]).toEqual([false, true]);
  });
});
