// The order of a list, as it stands in its page's address and is asked of the server: a column's name, a minus before it
// for the greatest first; '' is how the list comes.

import type { Sort } from './table';

/** An order that the server knows; '' is left out of the address. */
export function sortFrom<S extends string>(known: readonly S[], text: string | null): S | '' {
  return known.find((one) => one === text) ?? '';
}

/** Both orders of each column. */
export function bothWays<N extends string>(...names: readonly N[]): readonly (N | `-${N}`)[] {
  return names.flatMap((name) => [name, `-${name}`] as const);
}

/** A list that is here as a whole, in the order of a column: texts by the alphabet, numbers by their size, what is empty last. '': as it comes. */
export function ordered<Row>(rows: readonly Row[], sort: string, of: (row: Row, name: string) => string | number): readonly Row[] {
  if (sort === '') return rows;
  const down = sort.startsWith('-');
  const name = down ? sort.slice(1) : sort;
  const compare = (v: string | number, w: string | number) => (typeof v === 'number' && typeof w === 'number' ? v - w : String(v).localeCompare(String(w), 'vi', { numeric: true }));
  return rows
    .map((row) => ({ row, cell: of(row, name) }))
    .sort((v, w) => Number(v.cell === '') - Number(w.cell === '') || (down ? compare(w.cell, v.cell) : compare(v.cell, w.cell)))
    .map(({ row }) => row);
}

/**
 * What the heads of a list's columns say and do. usual: how the list comes.
 * What is counted and what has a time begins with the greatest (down), the rest with the alphabet; the next click turns it round.
 */
export function heads<S extends string>(sort: S | '', usual: S, onSort: (sort: S | '') => void): (name: S, down?: boolean) => Sort {
  const now = sort === '' ? usual : sort;
  return (name, down = false) => {
    const falling = `-${name}` as S;
    const next = now === name ? falling : now === falling || !down ? name : falling;
    const ask = (wanted: S) => () => onSort(wanted === usual ? '' : wanted);
    return {
      is: now === name ? 'ascending' : now === falling ? 'descending' : undefined,
      on: ask(next),
      ways: { ascending: ask(name), descending: ask(falling) },
    };
  };
}

/** The same of a column of times whose two orders the server has names of its own for; it begins with the newest. */
export function newestFirst(sort: string, newest: string, oldest: string, onSort: (sort: string) => void): Sort {
  const ways = { descending: () => onSort(newest), ascending: () => onSort(oldest) };
  return { is: sort === newest ? 'descending' : sort === oldest ? 'ascending' : undefined, on: sort === newest ? ways.ascending : ways.descending, ways };
}
