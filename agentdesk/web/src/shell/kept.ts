// What is typed into a form, kept in this browser until it is sent.

import { remember, remembered } from './remember';

/** By the field's name. */
export type Kept = Readonly<Record<string, string>>;

/** What is kept under a name; null: nothing. lay: the text that lay there at another time. */
export function readKept(at: string, lay?: string | null): Kept | null {
  try {
    const kept: unknown = JSON.parse((lay === undefined ? remembered(at) : lay) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    return Object.fromEntries(Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  } catch {
    return null;
  }
}

/** Keeps what is typed; null: nothing is left to be kept. False: the browser keeps nothing. */
export function keep(at: string, typed: Kept | null): boolean {
  return remember(at, typed && JSON.stringify(typed));
}
