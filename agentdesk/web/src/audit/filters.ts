// The filters of the audit log, as they stand in the page's address.

import type { AuditQuery } from '../api/types';
import { inAddress, isDay, momentsOf } from '../lists/address';
import { bothWays, sortFrom } from '../lists/sort';

export interface Filters {
  actor: string;
  action: string;
  object: string;
  /** Days in Hải Phòng, YYYY-MM-DD, both included; '' for no bound. */
  since: string;
  until: string;
  sort: (typeof SORTS)[number] | '';
  cursor: string;
}

/** What somebody looks for; the log has more. */
export const ACTIONS = [
  'call.listen', 'call.whisper', 'call.barge', 'call.take_over', 'call.watch_end', 'call.denied', 'operator.pause', 'operator.pause_end', 'operator.sign_out', 'operator.edit',
  'recording.listen', 'recording.heard', 'recording.download', 'recording.package', 'recording.lost', 'call.read_withheld', 'call.flag', 'call.unflag', 'list.export', 'session.create', 'session.refuse', 'token.create', 'token.revoke', 'dialplan.activate',
] as const;

export const SORTS = bothWays('time', 'actor', 'action', 'object');
const NAMES = ['actor', 'action', 'object', 'since', 'until', 'sort', 'cursor'] as const;

/** The address of some filters, and whether there are any. */
export const { writeFilters, isFiltered } = inAddress(NAMES);

export function readFilters(query: URLSearchParams): Filters {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  const day = (name: string) => (isDay(get(name)) ? get(name) : '');
  return { actor: get('actor'), action: get('action'), object: get('object'), since: day('since'), until: day('until'), sort: sortFrom(SORTS, query.get('sort')), cursor: get('cursor') };
}

/** What the API is asked for: nothing that is empty. */
export function toQuery(filters: Filters): AuditQuery {
  const { since, until, ...rest } = filters;
  return {
    limit: 50,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
    ...momentsOf({ since, until }),
  };
}

/** What an entry is about: "call:pbx1-1.2" is a call with that ID. */
export function objectOf(object: string): { kind: string; id: string } {
  const at = object.indexOf(':');
  return at < 0 ? { kind: '', id: object } : { kind: object.slice(0, at), id: object.slice(at + 1) };
}
