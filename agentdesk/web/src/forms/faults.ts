// What the server says of a form that it does not take.

import { ApiError } from '../api/client';

export interface Faults {
  /** By the place in what was sent, without "body.". */
  at: Readonly<Record<string, string>>;
  /** Of the whole; empty: the places say it. */
  said: string;
  /** Somebody else saved meanwhile. */
  changed: boolean;
  /** Nothing was answered, or something that says nothing: another try may help. */
  failed: boolean;
}

export const NO_FAULTS: Faults = { at: {}, said: '', changed: false, failed: false };

export function faultsOf(error: unknown): Faults {
  if (!(error instanceof ApiError) || error.offline) return { ...NO_FAULTS, failed: true };
  const at: Record<string, string> = {};
  for (const { location, message } of error.errors) {
    add(at, (location ?? '').replace(/^body\.?/, ''), message);
  }
  return { at, said: error.message, changed: error.status === 409, failed: error.message === '' };
}

/** The same by field, for a form of which one field writes a whole list: "sources[0].url" is "sources". */
export function byField(faults: Faults): Faults['at'] {
  const at: Record<string, string> = {};
  for (const [place, said] of Object.entries(faults.at)) add(at, /^\w*/.exec(place)?.[0] ?? '', said);
  return at;
}

function add(at: Record<string, string>, place: string, said: string | undefined): void {
  at[place] = [at[place], said].filter(Boolean).join(' ');
}

/** What is said of places that a form has no field for. */
export function elsewhere(faults: Faults, has: (place: string) => boolean): string[] {
  return Object.entries(faults.at).filter(([place]) => !has(place)).map(([, message]) => message);
}
