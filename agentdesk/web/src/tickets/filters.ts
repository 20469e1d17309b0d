// The filters of the list of tickets, as they stand in the page's address.

import type { Ticket, TicketsQuery } from '../api/types';
import { dayBack, inAddress, isDay, nextDay } from '../lists/address';

export const STATES = ['received', 'awaiting_sender', 'live_transfer', 'assigned', 'in_progress', 'awaiting_sender_for_unit', 'verifying', 'escalated_to_head', 'overdue', 'office_led', 'awaiting_directive', 'resolved', 'contested', 'published', 'answered', 'closed', 'declined', 'merged'] as const satisfies readonly Ticket['state'][];
export const ORIGINS = ['operator', 'message', 'incident'] as const satisfies readonly Ticket['origin'][];
export const CHANNELS = ['phone', 'web', 'email', 'fanpage'] as const;
export const MATTERS = ['request', 'question', 'suggestion', 'report', 'petition'] as const;
export const FLAGS = ['urgent', 'emergency', 'confidential', 'overdue', 'ever_overdue', 'standing', 'state_servant', 'unsorted'] as const;
export const SORTS = ['received', '-received', 'updated', 'due', '-due', 'waiting', 'state', '-state', 'group', '-group'] as const satisfies readonly TicketsQuery['sort'][];

/** Those behind "more filters"; the others are always in sight. */
export const MORE = ['state', 'unit', 'area', 'field', 'channel', 'kind', 'due', 'since', 'until', 'urgent', 'emergency', 'confidential', 'overdue', 'ever_overdue', 'standing', 'state_servant'] as const;

const NAMES = ['q', 'group', 'origin', 'incident', 'state', 'unit', 'area', 'field', 'channel', 'kind', 'officer', 'by', 'due', 'since', 'until', ...FLAGS, 'sort', 'cursor'] as const;
export type Name = (typeof NAMES)[number];

/** Days are those of Hải Phòng, YYYY-MM-DD, the last included; a flag is '1'. '': not asked. */
export type Filters = Readonly<Record<Name, string>>;

/** The address of some filters, without those that are empty. */
export const { writeFilters } = inAddress(NAMES);

const ZONE = 'T00:00:00+07:00';

/** Reads an address; days that are none, and choices that there are not, are left out. */
export function readFilters(query: URLSearchParams): Filters {
  const all = Object.fromEntries(NAMES.map((name) => [name, (query.get(name) ?? '').trim().slice(0, 400)])) as Record<Name, string>;
  for (const day of ['due', 'since', 'until'] as const) if (!isDay(all[day])) all[day] = '';
  all.state = all.state.split(',').filter((state) => known(STATES, state)).join(',');
  all.channel = known(CHANNELS, all.channel) ?? '';
  all.kind = known(MATTERS, all.kind) ?? '';
  all.origin = known(ORIGINS, all.origin) ?? '';
  all.sort = known(SORTS, all.sort) ?? '';
  for (const flag of FLAGS) if (all[flag] !== '1') all[flag] = '';
  return together(all);
}

function known<T extends string>(all: readonly T[], text: string): T | undefined {
  return all.find((one) => one === text);
}

/** What the API is asked for: nothing that is empty, and nothing that there is not. */
export function toQuery(f: Filters): TicketsQuery {
  const states = f.state.split(',').flatMap((state) => known(STATES, state) ?? []);
  const origin = known(ORIGINS, f.origin);
  const channel = known(CHANNELS, f.channel);
  const kind = known(MATTERS, f.kind);
  const sort = known(SORTS, f.sort);
  const group = Number(f.group);
  return {
    limit: 50,
    ...(f.q && { q: f.q }),
    ...(group >= 1 && group <= 5 && { group }),
    ...(origin && { origin }),
    ...(Number(f.incident) > 0 && { incident: Number(f.incident) }),
    ...(states.length > 0 && { state: states }),
    ...(f.unit && { unit: f.unit }),
    ...(f.area && { area: f.area }),
    ...(f.field && { field: f.field }),
    ...(channel && { channel }),
    ...(kind && { kind }),
    ...(f.officer && { officer: f.officer }),
    ...(f.by && { created_by: f.by }),
    ...(f.due && { due_before: `${nextDay(f.due)}${ZONE}` }),
    ...(f.since && { received_from: `${f.since}${ZONE}` }),
    ...(f.until && { received_until: `${nextDay(f.until)}${ZONE}` }),
    ...Object.fromEntries(FLAGS.flatMap((name) => (f[name] ? [[name, true]] : []))),
    ...(sort && sort !== 'received' && { sort }),
    ...(f.cursor && { cursor: f.cursor }),
  };
}

/** Is one of those asked that are out of sight? */
export function asksMore(filters: Filters): boolean {
  return MORE.some((name) => filters[name] !== '');
}

/** The filters with some of them changed, from the first page on. What the server does not do together is not asked together. */
export function changed(filters: Filters, part: Partial<Filters>): Filters {
  return together({ ...filters, cursor: '', ...part }, part.until ? 'until' : 'sort');
}

/** A list in the order of its last changes has no last day: the one of both that was asked for holds. */
function together(filters: Filters, holds: 'until' | 'sort' = 'until'): Filters {
  if (filters.sort !== 'updated' || filters.until === '') return filters;
  return { ...filters, [holds === 'until' ? 'sort' : 'until']: '' };
}

/** A list that is often looked at. */
export interface View {
  name: 'mine' | 'unsorted' | 'asked' | 'overdue';
  filters: Partial<Filters>;
}

/** Those of a person: files: they file tickets; held: they work for a unit that has some. */
export function viewsOf(username: string, files: boolean, held: boolean, now: number): View[] {
  return [
    ...(files ? [{ name: 'mine' as const, filters: { by: username, since: dayBack(now, 0) } }] : []),
    ...(held ? [{ name: 'mine' as const, filters: { officer: username } }] : []),
    ...(held ? [] : [{ name: 'unsorted' as const, filters: { unsorted: '1' } }]),
    { name: 'asked', filters: { state: held ? 'awaiting_sender_for_unit' : 'awaiting_sender,awaiting_sender_for_unit' } },
    { name: 'overdue', filters: { overdue: '1', sort: 'due' } },
  ];
}
