// What somebody types is kept in the browser until it is saved or dropped: a session that ends, a
// reload or a lost connection loses nothing.

import { useState } from 'react';
import { useSession } from '../auth/session';

interface Kept<T> {
  /** The version that it was begun on. */
  was: number;
  value: T;
}

const placeOf = (user: string, form: string) => `hotline.draft.${form}:${user}`;

/** What was begun on a version; null: nothing, or on another one. */
export function readKept(place: string, was: number): unknown {
  try {
    const found = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept<unknown> | null;
    return found?.was === was ? found.value : null;
  } catch {
    return null;
  }
}

export interface Draft<T> {
  value: T;
  /** It differs from what was begun with. */
  dirty: boolean;
  /** It was found in the browser, from another time. */
  again: boolean;
  change: (next: T) => void;
  /** Forgets what was typed: it is saved, or dropped. */
  reset: (to: T) => void;
}

/** A form's values, begun from a version; mount it anew (key) for another version. T is plain JSON. */
export function useKept<T>(form: string, was: number, begin: T): Draft<T> {
  const { username } = useSession().user;
  const place = placeOf(username, form);
  const [found] = useState(() => readKept(place, was) as T | null);
  const [value, setValue] = useState(found ?? begin);
  const [from, setFrom] = useState(begin);
  return {
    value,
    dirty: JSON.stringify(value) !== JSON.stringify(from),
    again: found !== null,
    change: (next) => {
      setValue(next);
      try {
        localStorage.setItem(place, JSON.stringify({ was, value: next } satisfies Kept<T>));
      } catch {
        // No room: it is typed all the same, and lost only with the page.
      }
    },
    reset: (to) => {
      localStorage.removeItem(place);
      setFrom(to);
      setValue(to);
    },
  };
}
