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

/** The moments from since to until, RFC 3339: days in Hải Phòng, YYYY-MM-DD, both included; '' for no bound. */
export function momentsOf({ since, until }: Readonly<{ since: string; until: string }>): { since?: string; until?: string } {
  return { ...(since && { since: `${since}T00:00:00${OFFSET}` }), ...(until && { until: `${nextDay(until)}T00:00:00${OFFSET}` }) };
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
