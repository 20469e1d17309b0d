import { describe, expect, it } from 'vitest';
import { dayBack, endsFirst, inAddress, isDay, momentsOf, typedTime } from './address';

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
  it('end first where the last day, its hour or a length is below the other', () => {
    const days = { since: '2026-02-28', until: '2026-02-28' };
    expect([momentsOf(days), momentsOf({ ...days, after: '14:10', before: '14:10' }), { talk_min: 30, talk_max: 30 }, { talk_min: 30 }, {}].map(endsFirst)).toEqual([false, false, false, false, false]);
    expect([momentsOf({ ...days, until: '2026-02-27' }), momentsOf({ ...days, after: '14:10', before: '14:09' }), { talk_min: 31, talk_max: 30 }].map(endsFirst)).toEqual([true, true, true]);
  });

  it('are whole ones in Hải Phòng, the last included', () => {
    expect(momentsOf({ since: '2026-02-28', until: '2026-02-28' })).toEqual({ since: '2026-02-28T00:00:00+07:00', until: '2026-03-01T00:00:00+07:00' });
    expect(momentsOf({ since: '', until: '' })).toEqual({});
    expect(momentsOf({ since: '2026-02-27', until: '2026-02-28', after: '14:10', before: '14:40' })).toEqual({ since: '2026-02-27T14:10:00+07:00', until: '2026-02-28T14:41:00+07:00' });
    expect(momentsOf({ since: '', until: '2026-02-28', after: '', before: '23:59' })).toEqual({ until: '2026-03-01T00:00:00+07:00' });
    expect(dayBack(Date.parse('2026-11-28T17:30:00Z'), 1)).toBe('2026-11-28');
    expect(['2026-02-28', '2026-02-29', '28/02/2026', ''].map(isDay)).toEqual([true, false, false, false]);
  });

  it('begin and end at times of day as they are typed', () => {
    const typed = ['9', '09', '9h', '9h30', '9:30', '930', '0930', '23.59', ' 14:10 ', '24', '9:60', '9:3', 'x', ''];
    expect(typed.map(typedTime)).toEqual(['09:00', '09:00', '09:00', '09:30', '09:30', '09:30', '09:30', '23:59', '14:10', '', '', '', '', '']);
  });
});
