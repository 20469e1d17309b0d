// The filters of the recordings that fall short, as they stand in the page's address.

import type { FlawedQuery } from '../api/types';
import { inAddress, isDay, momentsOf } from '../lists/address';
import { bothWays, sortFrom } from '../lists/sort';

export interface Filters {
  flaw: FlawedQuery['flaw'] | '';
  state: FlawedQuery['state'] | '';
  /** Days in Hải Phòng, YYYY-MM-DD, both included; '' for no bound. */
  since: string;
  until: string;
  sort: (typeof SORTS)[number] | '';
  cursor: string;
}

export const FLAWS = ['short', 'long', 'one_sided', 'silent', 'cut', 'gaps', 'empty', 'unreadable', 'lost'] as const;
export const STATES = ['spooled', 'archived', 'missing', 'deleted'] as const;
export const SORTS = bothWays('time', 'length', 'missing', 'operator', 'state', 'flaws');
const NAMES = ['flaw', 'state', 'since', 'until', 'sort', 'cursor'] as const;

/** The address of some filters, and whether there are any. */
export const { writeFilters, isFiltered } = inAddress(NAMES);

/** Reads an address; what makes no sense in it is left out. */
export function readFilters(query: URLSearchParams): Filters {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 400);
  const day = (name: string) => (isDay(get(name)) ? get(name) : '');
  return {
    flaw: FLAWS.find((f) => f === get('flaw')) ?? '',
    state: STATES.find((s) => s === get('state')) ?? '',
    since: day('since'),
    until: day('until'),
    sort: sortFrom(SORTS, query.get('sort')),
    cursor: get('cursor'),
  };
}

/** What the API is asked for: nothing that is empty. */
export function toQuery(filters: Filters): FlawedQuery {
  const { since, until, ...rest } = filters;
  return {
    limit: 50,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
    ...momentsOf({ since, until }),
  };
}
