// The filters of the audit log, as they stand in the page's address.

import type { AuditQuery } from '../api/types';

export interface Filters {
  actor: string;
  action: string;
  object: string;
  cursor: string;
}

/** What somebody looks for; the log has more. */
export const ACTIONS = [
  'call.listen', 'call.whisper', 'call.barge', 'call.take_over', 'call.watch_end', 'call.denied', 'operator.pause', 'operator.pause_end', 'operator.sign_out', 'operator.edit',
  'recording.listen', 'recording.download', 'recording.lost', 'call.read_withheld', 'list.export', 'session.create', 'session.refuse', 'token.create', 'token.revoke', 'dialplan.activate',
] as const;

const NAMES = ['actor', 'action', 'object', 'cursor'] as const;

export function readFilters(query: URLSearchParams): Filters {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  return { actor: get('actor'), action: get('action'), object: get('object'), cursor: get('cursor') };
}

/** The address of some filters, without those that are empty. */
export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of NAMES) if (filters[name]) query.set(name, filters[name]);
  return query;
}

/** What the API is asked for: nothing that is empty. */
export function toQuery(filters: Filters): AuditQuery {
  return { limit: 50, ...Object.fromEntries(writeFilters(filters)) };
}

export function isFiltered(filters: Filters): boolean {
  return NAMES.some((name) => name !== 'cursor' && filters[name] !== '');
}

/** What an entry is about: "call:pbx1-1.2" is a call with that ID. */
export function objectOf(object: string): { kind: string; id: string } {
  const at = object.indexOf(':');
  return at < 0 ? { kind: '', id: object } : { kind: object.slice(0, at), id: object.slice(at + 1) };
}
