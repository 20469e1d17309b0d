// The filters of the list of calls, as they stand in the page's address.

import type { CallsQuery } from '../api/types';
import { inAddress, isDay, momentsOf, typedTime } from '../lists/address';
import { bothWays, sortFrom } from '../lists/sort';

export interface Filters {
  /** Days in Hải Phòng, YYYY-MM-DD; "" for no bound. Both are included. */
  since: string;
  until: string;
  /** HH:mm: when the first day begins, and with which minute the last ends; "" for the whole of it. */
  after: string;
  before: string;
  from: string;
  operator: string;
  ticket: string;
  state: CallsQuery['state'] | '';
  /** The telephone of an officer who was spoken with in it. */
  officer: string;
  /** A unit that has one of its tickets, or was spoken with in it. */
  unit: string;
  /** Of one of its tickets. */
  field: string;
  /** How long it was spoken: minutes, or minutes:seconds. */
  min: string;
  max: string;
  end: CallsQuery['end_reason'] | '';
  rating: string;
  /** Only those that are marked to be looked at. */
  flagged: '' | '1';
  /** Words that were said in it. */
  said: string;
  sort: (typeof SORTS)[number] | '';
  cursor: string;
}

const NAMES = ['since', 'until', 'after', 'before', 'from', 'operator', 'ticket', 'state', 'officer', 'unit', 'field', 'min', 'max', 'end', 'rating', 'flagged', 'said', 'sort', 'cursor'] as const;

/** The address of some filters, and whether there are any. */
export const { writeFilters, isFiltered } = inAddress(NAMES);

export const PAGE_SIZE = 50;
export const SORTS = bothWays('time', 'wait', 'talk', 'operator', 'end_reason');
/** Those that stand behind "more filters". */
export const FURTHER = ['after', 'before', 'officer', 'unit', 'field', 'min', 'max', 'end', 'rating', 'flagged', 'said'] as const;
export const END_REASONS = ['hangup', 'completed', 'abandoned_ring', 'abandoned_menu', 'abandoned_wait', 'abandoned_hold', 'media_timeout', 'network', 'fallback', 'lines_full',
  'asterisk_lost', 'unobserved', 'internal', 'busy', 'no_answer', 'rejected', 'no_number', 'voicemail', 'fax', 'yielded'] as const;
export const CALL_STATES = ['arriving', 'menu', 'queued', 'offered', 'connecting', 'talking', 'held', 'recovering', 'forwarding', 'forwarded', 'ended'] as const;

/** Reads an address; what makes no sense in it is left out. */
export function readFilters(query: URLSearchParams): Filters {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  const day = (name: string) => (isDay(get(name)) ? get(name) : '');
  const state = CALL_STATES.find((known) => known === get('state')) ?? '';
  return {
    since: day('since'),
    until: day('until'),
    after: day('since') && typedTime(get('after')),
    before: day('until') && typedTime(get('before')),
    from: get('from'),
    operator: get('operator'),
    ticket: get('ticket'),
    state,
    officer: get('officer'),
    unit: /^[A-Z0-9-]{2,24}$/.test(get('unit')) ? get('unit') : '',
    field: /^[a-z0-9-]{2,40}$/.test(get('field')) ? get('field') : '',
    min: length(get('min')),
    max: length(get('max')),
    end: END_REASONS.find((known) => known === get('end')) ?? '',
    rating: /^[1-5]$/.test(get('rating')) ? get('rating') : '',
    flagged: get('flagged') === '1' ? '1' : '',
    said: get('said'),
    sort: sortFrom(SORTS, query.get('sort')),
    cursor: get('cursor'),
  };
}

/** What the API is asked for. */
export function toQuery(filters: Filters): CallsQuery {
  return {
    ...momentsOf(filters),
    ...(filters.from ? { from: filters.from } : {}),
    ...(filters.operator ? { operator: filters.operator } : {}),
    ...(filters.ticket ? { ticket: filters.ticket } : {}),
    ...(filters.state ? { state: filters.state } : {}),
    ...(filters.officer ? { officer: filters.officer } : {}),
    ...(filters.unit ? { unit: filters.unit } : {}),
    ...(filters.field ? { field: filters.field } : {}),
    ...(filters.min ? { talk_min: secondsOf(filters.min) } : {}),
    ...(filters.max ? { talk_max: secondsOf(filters.max) } : {}),
    ...(filters.end ? { end_reason: filters.end } : {}),
    ...(filters.rating ? { rating: Number(filters.rating) } : {}),
    ...(filters.flagged ? { flagged: true } : {}),
    ...(filters.said ? { said: filters.said } : {}),
    ...(filters.sort ? { sort: filters.sort } : {}),
    ...(filters.cursor ? { cursor: filters.cursor } : {}),
    limit: PAGE_SIZE,
  };
}

/** No filter at all, in the order that is. */
export const NO_FILTERS = Object.fromEntries(NAMES.filter((name) => name !== 'sort' && name !== 'cursor').map((name) => [name, ''])) as Omit<Filters, 'sort' | 'cursor'>;

/** A length of at most a day, more than none; '' for what is none. */
function length(text: string): string {
  return /^\d{1,4}(:[0-5]\d)?$/.test(text) && secondsOf(text) > 0 && secondsOf(text) <= 86_400 ? text : '';
}

function secondsOf(text: string): number {
  const [minutes, seconds = 0] = text.split(':').map(Number);
  return Number(minutes) * 60 + seconds;
}
