// What somebody types into a form of the administration is a draft as any other (src/drafts): in the browser at once, at
// the server a while later, until it is saved or dropped.

import { useEffect, useRef, useState } from 'react';
import { useSession } from '../auth/session';
import { useDraft, type DraftInHand } from '../drafts/use-draft';
import { readKept, type Kept } from '../shell/kept';

interface Begun<T> {
  /** The version that it was begun on. */
  was: number;
  value: T;
}

/** What was kept; null: nothing that could be read. */
export function begunOf(kept: Kept | null): Begun<unknown> | null {
  try {
    const value: unknown = JSON.parse(kept?.['value'] ?? 'null');
    return value === null ? null : { was: Number(kept?.['was']) || 0, value };
  } catch {
    return null;
  }
}

/** What was kept, as a form of today takes it: one that has come to ask for more since has that as it begins. null: it is of another kind. */
function fitting<T>(kept: Begun<unknown> | null, begin: T): Begun<T> | null {
  const { value } = kept ?? {};
  if (!kept || typeof value !== typeof begin || Array.isArray(value) !== Array.isArray(begin)) return null;
  const whole = typeof begin === 'object' && !Array.isArray(begin) ? { ...begin, ...(value as T) } : (value as T);
  return { ...kept, value: whole };
}

/** What was changed in mine, on top of theirs: a field that is as it was, of a group as well, is as they made it. */
export function onTop<T>(mine: T, was: T, theirs: T): T {
  if (!isGroup(mine) || !isGroup(was) || !isGroup(theirs)) return mine;
  const changed = (Object.keys(mine) as (keyof T)[]).filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(was[name]));
  return { ...theirs, ...Object.fromEntries(changed.map((name) => [name, onTop(mine[name], was[name], theirs[name])])) };
}

function isGroup<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Draft<T> {
  value: T;
  /** It differs from what was begun with. */
  dirty: boolean;
  /** It was found, from another time or another machine. */
  again: boolean;
  /** What is typed was begun on another version than what stands now: both are shown before it is sent. */
  overtaken: boolean;
  change: (next: T | ((now: T) => T)) => void;
  /** Goes on, on top of what stands now, whose version is given. */
  onto: (was: number) => void;
  /** Forgets what was typed: it is saved, or dropped. */
  reset: (to: T) => void;
  /** Begins from what stands by now, where nothing is typed; what another tab keeps of the form stays. */
  beginFrom: (to: T) => void;
  /** What was sent is saved, and became this, whose version is given: what was typed since then stays, on top of it. */
  saved: (to: T, sent: T, now: number) => void;
  hand: DraftInHand;
}

/** Where a person's words of a form lie in the browser. */
export function placeOf(form: string, username: string): string {
  return `hotline.draft.${form}:${username}`;
}

/** A form's values, begun from a version; mount it anew (key) for another thing. T is plain JSON. */
export function useKept<T>(form: string, was: number, begin: T): Draft<T> {
  const { username } = useSession().user;
  const at = placeOf(form, username);
  const [found, setFound] = useState(() => fitting(begunOf(readKept(at)), begin));
  const [value, setValue] = useState(found?.value ?? begin);
  const [from, setFrom] = useState(begin);
  const [on, setOn] = useState<number | null>(found?.was ?? null);
  const hand = useDraft(at, `form:${form}`, (fields) => {
    const taken = fitting(begunOf(fields), from);
    setFound(taken);
    setValue(taken?.value ?? from);
    setOn(taken?.was ?? null);
  });
  // Whoever saves may do so from an older drawing of the form, or before what was just changed is drawn.
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  const put = (next: T, was: number) => {
    latest.current = next;
    setValue(next);
    setOn(was);
    hand.type({ was: String(was), value: JSON.stringify(next) });
  };
  const stand = (to: T) => {
    latest.current = to;
    setOn(null);
    setFrom(to);
    setValue(to);
  };
  const reset = (to: T) => {
    hand.forget();
    stand(to);
  };
  return {
    value,
    dirty: JSON.stringify(value) !== JSON.stringify(from),
    again: found !== null,
    overtaken: on !== null && on !== was,
    change: (next) => put(next instanceof Function ? next(latest.current) : next, on ?? was),
    onto: (now) => put(value, now),
    reset,
    saved: (to, sent, now) => {
      const mine = latest.current;
      if (JSON.stringify(mine) === JSON.stringify(sent)) {
        reset(to);
        return;
      }
      setFrom(to);
      put(onTop(mine, sent, to), now);
    },
    beginFrom: (to) => {
      if (on !== null) hand.forget();
      stand(to);
    },
    hand,
  };
}
