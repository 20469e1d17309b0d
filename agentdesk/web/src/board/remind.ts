// Many reminded at once: one after the other, each with what became of it.

import { ApiError } from '../api/client';
import type { DueItem } from '../api/board';
import { doAct } from '../api/work';

/** A unit's part of a ticket, of which a term runs. */
export type Chosen = Pick<DueItem, 'ticket' | 'version' | 'unit' | 'unit_name'>;

export interface Sent {
  one: Chosen;
  /** null: it was sent. */
  fault: ApiError | null;
}

/** Those that were chosen, as they are kept in this browser over a reload: by their keys. */
export function chosenFrom(kept: Readonly<Record<string, string>> | null): ReadonlyMap<string, Chosen> {
  const read = (text: string): Chosen[] => {
    try {
      const one = JSON.parse(text) as Partial<Chosen> | null;
      return one && typeof one.ticket === 'string' && typeof one.unit === 'string' && typeof one.unit_name === 'string' && typeof one.version === 'number' ? [one as Chosen] : [];
    } catch {
      return [];
    }
  };
  return new Map(Object.values(kept ?? {}).flatMap(read).map((one) => [keyOf(one), one] as const));
}

/** The other way round; null: there is nothing to keep. */
export function toKept(chosen: ReadonlyMap<string, Chosen>): Readonly<Record<string, string>> | null {
  if (chosen.size === 0) return null;
  return Object.fromEntries([...chosen].map(([key, { ticket, version, unit, unit_name }]) => [key, JSON.stringify({ ticket, version, unit, unit_name })]));
}

export const keyOf = ({ ticket, unit }: Pick<Chosen, 'ticket' | 'unit'>) => `${ticket} ${unit}`;

/** Those that whoever looks may remind of, each once. */
export function remindable<T extends Chosen & Pick<DueItem, 'remindable'>>(rows: readonly T[]): T[] {
  return [...new Map(rows.filter((row) => row.remindable).map((row) => [keyOf(row), row] as const)).values()];
}

/** Reminds them of one text. Where there is no connection the rest is not tried: it fails likewise. Never rejects. */
export async function remindAll(chosen: readonly Chosen[], text: string, told: (sent: readonly Sent[]) => void): Promise<readonly Sent[]> {
  const versions = new Map<string, number>(); // of tickets that were reminded already, for another unit
  let all: readonly Sent[] = [];
  let away: ApiError | null = null;
  for (const one of chosen) {
    let fault: ApiError | null = away;
    if (!away) {
      try {
        const now = await doAct(one.ticket, 'remind', versions.get(one.ticket) ?? one.version, { text, unit: one.unit });
        versions.set(one.ticket, now.version);
      } catch (error) {
        fault = error instanceof ApiError ? error : new ApiError(0);
        if (fault.offline) away = fault;
      }
    }
    all = [...all, { one, fault }];
    told(all);
  }
  return all;
}
