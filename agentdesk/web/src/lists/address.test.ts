import { describe, expect, it } from 'vitest';
import { dayBack, inAddress, isDay, momentsOf } from './address';

const { writeFilters, isFiltered } = inAddress(['actor', 'state', 'sort', 'cursor']);
const none = { actor: '', state: '', sort: '', cursor: '' };

describe('the filters of a list', () => {
  it('are written by the order of their names, without the empty ones', () => {
    expect(writeFilters({ ...none, cursor: 'abc', actor: 'Nguyễn & An' }).toString()).toBe('actor=Nguy%E1%BB%85n+%26+An&cursor=abc');
    expect(writeFilters({ state: 'sent' }).toString()).toBe('state=sent');
  });

  it('are none by a page and an order alone', () => {
    expect([none, { ...none, sort: '-time', cursor: 'abc' }, { ...none, state: 'sent' }].map(isFiltered)).toEqual([false, false, true]);
  });
});

describe('the days of a list', () => {
  it('are whole ones in Hải Phòng, the last included', () => {
    expect(momentsOf({ since: '2026-02-28', until: '2026-02-28' })).toEqual({ since: '2026-02-28T00:00:00+07:00', until: '2026-03-01T00:00:00+07:00' });
    expect(momentsOf({ since: '', until: '' })).toEqual({});
    expect(dayBack(Date.parse('2026-11-28T17:30:00Z'), 1)).toBe('2026-11-28');
    expect(['2026-02-28', '2026-02-29', '28/02/2026', ''].map(isDay)).toEqual([true, false, false, false]);
  });
});
