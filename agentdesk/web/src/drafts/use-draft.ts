import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { dropDraft } from '../api/drafts';
import { keep, readKept, type Kept } from '../shell/kept';
import { seenOf, writeSeen } from './seen';
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

/** How a draft lies in the browser. */
export interface Place {
  /** lay: the text that lay there at another time. */
  read: (lay?: string | null) => Kept | null;
  /** null: it is done, or dropped. False: the browser keeps nothing. */
  write: (typed: Kept | null) => boolean;
}

/** Drops what no form is open for: the server is told, or by the form that opens it next. */
export function forgetDraft(at: string, key: string): void {
  const { version } = seenOf(at);
  writeSeen(at, version, version === 0 ? 'same' : 'gone');
  if (version === 0) return;
  void dropDraft(key.toLowerCase()).then(
    () => writeSeen(at, 0, 'same'),
    () => undefined,
  );
}

/**
 * What is typed into a form, kept under `at` in the browser and `key` at the server. onTake puts the words of
 * another machine into the form; null: it was dropped or done there, and the form begins anew. place: where the browser
 * keeps it in another shape; the same one at every call.
 */
export function useDraft(at: string, key: string, onTake: (fields: Kept | null) => void, place?: Place): DraftInHand {
  const lies = useMemo<Place>(() => place ?? { read: (lay) => readKept(at, lay), write: (typed) => keep(at, typed) }, [at, place]);
  const [other, setOther] = useState<Other | null>(null);
  const [refused, setRefused] = useState<Refused>('');
  const [unkept, setUnkept] = useState(false);
  const taking = useRef(onTake);
  useEffect(() => {
    taking.current = onTake;
  });
  const sync = useMemo(() => new DraftSync(key, at, lies.read(), { other: setOther, refused: setRefused }), [at, key, lies]);
  useEffect(() => {
    const gone = () => {
      lies.write(null);
      taking.current(null);
    };
    void sync.open(gone);
    const leave = () => void sync.flush(true);
    const again = () => void sync.flush();
    const written = ({ key, newValue, oldValue }: StorageEvent) => {
      if (key !== at) return;
      const theirs = lies.read(newValue);
      if (theirs) {
        sync.elsewhere(theirs, new Date());
        return;
      }
      const mine = sync.overElsewhere(lies.read(oldValue));
      if (mine === 'gone') taking.current(null);
      else if (mine) lies.write(mine);
    };
    const back = () => void sync.lookAgain();
    window.addEventListener('pagehide', leave);
    window.addEventListener('blur', again);
    window.addEventListener('online', again);
    window.addEventListener('storage', written);
    window.addEventListener('focus', back);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('blur', again);
      window.removeEventListener('online', again);
      window.removeEventListener('storage', written);
      window.removeEventListener('focus', back);
      sync.close();
    };
  }, [sync, at, lies]);
  const type = useCallback(
    (typed: Kept) => {
      const kept = lies.write(typed);
      setUnkept(!kept);
      sync.type(typed, kept);
    },
    [lies, sync],
  );
  const forget = useCallback(() => {
    // Another tab with the same form hears which words are over: its own may be others, and stay.
    const over = sync.forget();
    if (over) lies.write(over);
    lies.write(null);
    setUnkept(false);
  }, [lies, sync]);
  return {
    other,
    unkept,
    refused,
    take: () => {
      const fields = sync.take();
      if (!fields) return;
      lies.write(fields);
      onTake(fields);
    },
    // Another tab's words may lie in the place of ours.
    keepMine: () => void lies.write(sync.keepMine()),
    type,
    forget,
  };
}
