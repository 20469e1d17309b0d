import { useEffect, useMemo, useRef, useState } from 'react';
import { keep, readKept, type Kept } from '../shell/kept';
import { DraftSync, type Other, type Refused } from './sync';

export interface DraftInHand {
  /** What another machine or tab has, until it is decided on; null: nothing. */
  other: Other | null;
  take: () => void;
  keepMine: () => void;
  /** Keeps what is typed: in the browser at once, at the server a while later. */
  type: (typed: Kept) => void;
  /** It is done, or dropped. */
  forget: () => void;
  /** The browser keeps nothing: its store is full, or closed. */
  unkept: boolean;
  /** Why the server does not keep it. */
  refused: Refused;
}

/**
 * What is typed into a form, kept under `at` in the browser and `key` at the server. onTake puts the words of
 * another machine into the form; null: it was dropped or done there, and the form begins anew.
 */
export function useDraft(at: string, key: string, onTake: (fields: Kept | null) => void): DraftInHand {
  const [other, setOther] = useState<Other | null>(null);
  const [refused, setRefused] = useState<Refused>('');
  const [unkept, setUnkept] = useState(false);
  const taking = useRef(onTake);
  useEffect(() => {
    taking.current = onTake;
  });
  const sync = useMemo(() => new DraftSync(key, at, readKept(at), { other: setOther, refused: setRefused }), [at, key]);
  useEffect(() => {
    void sync.open(() => {
      keep(at, null);
      taking.current(null);
    });
    const leave = () => void sync.flush(true);
    const again = () => void sync.flush();
    const written = (event: StorageEvent) => event.key === at && sync.elsewhere(readKept(at), new Date());
    window.addEventListener('pagehide', leave);
    window.addEventListener('blur', again);
    window.addEventListener('online', again);
    window.addEventListener('storage', written);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('blur', again);
      window.removeEventListener('online', again);
      window.removeEventListener('storage', written);
      sync.close();
    };
  }, [sync, at]);
  return {
    other,
    unkept,
    refused,
    take: () => {
      const fields = sync.take();
      if (!fields) return;
      keep(at, fields);
      onTake(fields);
    },
    // Another tab's words may lie in the place of ours.
    keepMine: () => void keep(at, sync.keepMine()),
    type: (typed) => {
      const kept = keep(at, typed);
      setUnkept(!kept);
      sync.type(typed, kept);
    },
    forget: () => {
      keep(at, null);
      setUnkept(false);
      sync.forget();
    },
  };
}
