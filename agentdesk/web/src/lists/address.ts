// The filters of a list, as they stand in its page's address and are asked of the server.

const OFFSET = '+07:00';

/** How filters with these names are written, in the order of the names, and whether there are any; the page and the order are none. */
export function inAddress<N extends string>(names: readonly N[]) {
  return {
    /** The address of some filters, without those that are empty. */
    writeFilters: (filters: Partial<Readonly<Record<N, string>>>): URLSearchParams =>
      new URLSearchParams(names.flatMap((name) => (filters[name] ? [[name, filters[name]] as [string, string]] : []))),
    isFiltered: (filters: Partial<Readonly<Record<N, string>>>): boolean => names.some((name) => name !== 'cursor' && name !== 'sort' && !!filters[name]),
  };
}

/** An address with other parts; '' leaves one out. What is asked anew begins at the first page, unless a cursor is among them. */
export function withParts(address: URLSearchParams, parts: Readonly<Record<string, string>>): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const [name, value] of Object.entries({ cursor: '', ...parts })) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

interface Span {
  since: string;
  until: string;
  after?: string;
  before?: string;
}

/**
 * The moments from since to until, RFC 3339: days in Hải Phòng, YYYY-MM-DD, both included; '' for no bound.
 * The first day begins at after, the last ends with the minute of before: HH:mm, '' for the whole day.
 */
export function momentsOf({ since, until, after = '', before = '' }: Readonly<Span>): { since?: string; until?: string } {
  const end = before && new Date(Date.parse(`${until}T${before}:00Z`) + 60_000).toISOString().slice(0, 16);
  return {
    ...(since && { since: `${since}T${after || '00:00'}:00${OFFSET}` }),
    ...(until && { until: `${end || `${nextDay(until)}T00:00`}:00${OFFSET}` }),
  };
}

interface Asked {
  since?: string;
  until?: string;
  talk_min?: number;
  talk_max?: number;
}

/** What is asked for ends before it begins: nothing can match. */
export function endsFirst({ since, until, talk_min: least, talk_max: most }: Readonly<Asked>): boolean {
  return (since !== undefined && until !== undefined && since >= until) || (least !== undefined && most !== undefined && least > most);
}

/** A time of day as HH:mm, of what somebody types: 9, 930, 9:30, 9h30; '' for what is none. */
export function typedTime(text: string): string {
  const found = /^(\d{1,2})(?:[:hH.]?([0-5]\d)|[hH:])?$/.exec(text.trim());
  return found && Number(found[1]) < 24 ? `${found[1]?.padStart(2, '0')}:${found[2] ?? '00'}` : '';
}

/** Today in Hải Phòng, n days back. */
export function dayBack(now: number, days: number): string {
  return new Date(now + 7 * 3600 * 1000 - days * 86_400_000).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
