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
