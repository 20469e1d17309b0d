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
    const place = (location ?? '').replace(/^body\.?/, '');
    at[place] = [at[place], message].filter(Boolean).join(' ');
  }
  return { at, said: error.message, changed: error.status === 409, failed: error.message === '' };
}

/** What is said of places that a form has no field for. */
export function elsewhere(faults: Faults, has: (place: string) => boolean): string[] {
  return Object.entries(faults.at).filter(([place]) => !has(place)).map(([, message]) => message);
}
