// The filters of who heard what, as they stand in the page's address.

import type { ListeningsQuery } from '../api/types';
import { inAddress, isDay, momentsOf } from '../lists/address';
import { bothWays, sortFrom } from '../lists/sort';

export interface Filters {
  actor: string;
  call: string;
  ticket: string;
  recording: string;
  /** Days in Hải Phòng, YYYY-MM-DD, both included; '' for no bound. */
  since: string;
  until: string;
  /** What is worth a look; '': anything. */
  only: (typeof ONLY)[number] | '';
  sort: (typeof SORTS)[number] | '';
  cursor: string;
}

export const SORTS = bothWays('time', 'actor', 'heard', 'length');
export const ONLY = ['download', 'night', 'no_ticket', 'no_reason'] as const;
const NAMES = ['actor', 'call', 'ticket', 'recording', 'since', 'until', 'only', 'sort', 'cursor'] as const;

/** The address of some filters, and whether there are any. */
export const { writeFilters, isFiltered } = inAddress(NAMES);

export const NO_FILTERS: Filters = { actor: '', call: '', ticket: '', recording: '', since: '', until: '', only: '', sort: '', cursor: '' };

export function readFilters(query: URLSearchParams): Filters {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  const day = (name: string) => (isDay(get(name)) ? get(name) : '');
  return {
    actor: get('actor'), call: get('call'), ticket: get('ticket'), recording: get('recording'), since: day('since'), until: day('until'),
    only: ONLY.find((one) => one === get('only')) ?? '', sort: sortFrom(SORTS, query.get('sort')), cursor: get('cursor'),
  };
}

const ASKED: Readonly<Record<(typeof ONLY)[number], ListeningsQuery>> = {
  download: { download: true }, night: { night: true }, no_ticket: { without: 'ticket' }, no_reason: { without: 'reason' },
};

/** What the API is asked for: nothing that is empty. */
export function toQuery({ since, until, only, ...rest }: Filters): ListeningsQuery {
  return {
    limit: 50,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
    ...(only && ASKED[only]),
    ...momentsOf({ since, until }),
  };
}
