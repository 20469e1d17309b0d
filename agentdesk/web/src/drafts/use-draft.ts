import { useEffect, useMemo, useState } from 'react';
import { keep, readKept, type Kept } from '../shell/kept';
import { DraftSync, type Other } from './sync';

export interface DraftInHand {
  /** What another machine or tab has, until it is decided on; null: nothing. */
  other: Other | null;
  take: () => void;
  keepMine: () => void;
  /** Keeps what is typed: in the browser at once, at the server a while later. False: the browser keeps nothing. */
  type: (typed: Kept) => boolean;
  /** It is done, or dropped. */
  forget: () => void;
}

/**
 * What is typed into a form, kept under `at` in the browser and `key` at the server. onTake puts the words of
 * another machine into the form.
 */
export function useDraft(at: string, key: string, onTake: (fields: Kept) => void): DraftInHand {
  const [other, setOther] = useState<Other | null>(null);
  const sync = useMemo(() => new DraftSync(key, at, readKept(at), setOther), [at, key]);
  useEffect(() => {
    void sync.open();
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
    take: () => {
      const fields = sync.take();
      if (!fields) return;
      keep(at, fields);
      onTake(fields);
    },
    // Another tab's words may lie in the place of ours.
    keepMine: () => void keep(at, sync.keepMine()),
    type: (typed) => {
      sync.type(typed);
      return keep(at, typed);
    },
    forget: () => {
      keep(at, null);
      sync.forget();
    },
  };
}
