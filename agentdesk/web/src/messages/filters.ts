// The filters of the list of messages, as they stand in the page's address.

import type { MessagesQuery } from '../api/types';
import { inAddress } from '../lists/address';
import { bothWays, sortFrom } from '../lists/sort';

export interface Filters {
  state: MessagesQuery['state'] | '';
  channel: MessagesQuery['channel'] | '';
  to: string;
  ticket: string;
  sort: (typeof SORTS)[number] | '';
  cursor: string;
}

export const STATES = ['queued', 'sent', 'delivered', 'undelivered', 'failed', 'withdrawn'] as const;
export const CHANNELS = ['sms', 'email'] as const;
export const SORTS = bothWays('time', 'channel', 'state', 'attempts', 'ticket');
const NAMES = ['state', 'channel', 'to', 'ticket', 'sort', 'cursor'] as const;

/** The address of some filters, and whether there are any. */
export const { writeFilters, isFiltered } = inAddress(NAMES);

/** Reads an address; what makes no sense in it is left out. */
export function readFilters(query: URLSearchParams): Filters {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  return {
    state: STATES.find((s) => s === get('state')) ?? '',
    channel: CHANNELS.find((c) => c === get('channel')) ?? '',
    to: get('to'),
    ticket: get('ticket'),
    sort: sortFrom(SORTS, query.get('sort')),
    cursor: get('cursor'),
  };
}

/** What the API is asked for: nothing that is empty. */
export function toQuery(filters: Filters): MessagesQuery {
  return { limit: 50, ...Object.fromEntries(writeFilters(filters)) };
}
