// The filters of the recordings that fall short, as they stand in the page's address.

import type { FlawedQuery } from '../api/types';
import { isDay, nextDay } from '../calls/filters';
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
export const SORTS = bothWays('time', 'length');
const NAMES = ['flaw', 'state', 'since', 'until', 'sort', 'cursor'] as const;
const ZONE = 'T00:00:00+07:00';

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

/** The address of some filters, without those that are empty. */
export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of NAMES) if (filters[name]) query.set(name, filters[name]);
  return query;
}

/** What the API is asked for: nothing that is empty. */
export function toQuery(filters: Filters): FlawedQuery {
  const { since, until, ...rest } = filters;
  return {
    limit: 50,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
    ...(since && { since: `${since}${ZONE}` }),
    ...(until && { until: `${nextDay(until)}${ZONE}` }),
  };
}

export function isFiltered(filters: Filters): boolean {
  return NAMES.some((name) => name !== 'cursor' && name !== 'sort' && filters[name] !== '');
}
