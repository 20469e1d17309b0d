// What an entry of a ticket's history says beside its name.

import type { TicketEvent } from '../api/types';

type Said = Pick<TicketEvent, 'data' | 'reason' | 'version'>;

const dataOf = ({ data }: Said): Readonly<Record<string, unknown>> => (typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {});

const texts = (all: readonly unknown[]) => all.map((one) => (typeof one === 'string' ? one.trim() : '')).filter(Boolean);

/** The words that somebody gave with what they did: their reason, the progress, how the sender was told. Only acts make versions; what else happened names texts by their keys. */
export function wordsOf(event: Said): string[] {
  const { text, how } = dataOf(event);
  return event.version === undefined ? [] : texts([event.reason, text, how]);
}

/** What it was about, and why nobody was told: for the line that has who did it. label: a code in words; unit: a unit's name. */
export function asideOf(event: Said, label: (family: string, code: string | undefined) => string, unit: (code: string) => string): string[] {
  const { unit: of, whose, service, way, reason, note } = dataOf(event);
  return [
    ...texts([whose, of]).map(unit),
    ...texts([service]),
    ...texts([way]).map((one) => label('way', one)),
    ...texts([reason]).map((one) => label('nottold', one)),
    ...texts([note]),
  ];
}
