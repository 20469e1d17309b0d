import { describe, expect, it, vi } from 'vitest';
import { bothWays, heads, newestFirst, ordered, sortFrom } from './sort';

const SORTS = bothWays('time', 'name');
type Sort = (typeof SORTS)[number];

/** What a head says, and what its click asks for. */
function head(sort: Sort | '', name: 'time' | 'name', down?: boolean): [string | undefined, Sort | '' | undefined] {
  const on = vi.fn<(next: Sort | '') => void>();
  const column = heads<Sort>(sort, '-time', on)(name, down);
  column.on();
  return [column.is, on.mock.lastCall?.[0]];
}

describe('the order of a list', () => {
  it('is read from an address, if there is such a one', () => {
    expect(SORTS).toEqual(['time', '-time', 'name', '-name']);
    expect([sortFrom(SORTS, '-name'), sortFrom(SORTS, 'x'), sortFrom(SORTS, null)]).toEqual(['-name', '', '']);
  });

  it('of what is here as a whole is the alphabet’s or the numbers’, what is empty last both ways', () => {
    const by = (rows: readonly (string | number)[], sort: string) => ordered(rows, sort, (row) => row);
    expect(by(['Đồ Sơn', '', 'An Lão', 'Dương Kinh'], 'name')).toEqual(['An Lão', 'Dương Kinh', 'Đồ Sơn', '']);
    expect(by(['Đồ Sơn', '', 'An Lão'], '-name')).toEqual(['Đồ Sơn', 'An Lão', '']);
    expect(by([10, 9, 2], '-n')).toEqual([10, 9, 2]);
    expect(by([10, 9, 2], 'n')).toEqual([2, 9, 10]);
    expect(by([10, 9, 2], '')).toEqual([10, 9, 2]);
  });

  it('is turned round by the head that it has', () => {
    expect(head('', 'time', true)).toEqual(['descending', 'time']);
    expect(head('name', 'name')).toEqual(['ascending', '-name']);
    expect(head('-name', 'name')).toEqual(['descending', 'name']);
  });

  it('changes to another column: by the alphabet, or the greatest first; how it comes is not in the address', () => {
    expect(head('', 'name')).toEqual([undefined, 'name']);
    expect(head('name', 'time', true)).toEqual([undefined, '']);
  });

  it('is asked for both ways of each column, where there is no room for heads', () => {
    const on = vi.fn<(next: Sort | '') => void>();
    const of = heads<Sort>('', '-time', on);
    for (const way of [of('time').ways.descending, of('time').ways.ascending, of('name').ways.descending]) way();
    expect(on.mock.calls.flat()).toEqual(['', 'time', '-name']);
  });

  it('has names of its own for the newest and the oldest', () => {
    const on = vi.fn<(next: string) => void>();
    for (const sort of ['updated', 'waiting', '']) newestFirst(sort, 'updated', 'waiting', on).on();
    expect(on.mock.calls.flat()).toEqual(['waiting', 'updated', 'updated']);
    expect(newestFirst('waiting', 'updated', 'waiting', on).is).toBe('ascending');
  });
});
