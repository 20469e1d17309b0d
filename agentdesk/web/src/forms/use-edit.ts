import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { faultsOf, NO_FAULTS, type Faults } from './faults';
import { onTop, useKept, type Draft as Kept } from './use-kept';

interface Options<Draft, Thing> {
  /** Under which what is typed is kept. */
  form: string;
  thing: Thing;
  version: (thing: Thing) => number;
  draftOf: (thing: Thing) => Draft;
  /** Sends it, on the version that was seen. */
  send: (draft: Draft, version: number) => Promise<Thing>;
  /** The thing as it is now. */
  now: () => Promise<Thing>;
  onSaved: (thing: Thing) => void;
}

export interface Edit<Draft> {
  draft: Kept<Draft>;
  busy: boolean;
  saved: boolean;
  faults: Faults;
  /** What another saved since; null: nobody did. */
  theirs: Draft | null;
  send: () => void;
  change: (part: Partial<Draft>) => void;
  drop: () => void;
  /** The answers to theirs: mine goes on, on top of it; or is dropped for it. */
  keepMine: () => void;
  takeTheirs: () => void;
}

/** A form of something that others change too: nothing of theirs is overwritten unseen, and nothing typed is lost. */
export function useEdit<Draft, Thing>({ form, thing, version, draftOf, send, now, onSaved }: Options<Draft, Thing>): Edit<Draft> {
  const [seen, setSeen] = useState(thing);
  const [theirs, setTheirs] = useState<Thing | null>(null);
  const draft = useKept(form, version(seen), draftOf(seen));
  // As it is when theirs comes: somebody may type on meanwhile.
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  const save = useMutation({
    mutationFn: (sent: Draft) => send(sent, version(seen)),
    onSuccess: (saved, sent) => {
      draft.saved(draftOf(saved), sent, version(saved));
      setSeen(saved);
      onSaved(saved);
    },
    onError: (error) => {
      if (!faultsOf(error).changed) return;
      void now().then(
        (found) => {
          if (version(found) === version(seen)) return;
          latest.current.change(onTop(latest.current.value, draftOf(seen), draftOf(found)));
          setTheirs(found);
        },
        () => undefined,
      );
    },
  });
  // Whoever comes back to a form in which nothing is typed finds what was saved elsewhere meanwhile: a colleague's, or their own in another tab.
  const returned = useEffectEvent(() => {
    const untouched = () => !latest.current.dirty && latest.current.hand.other === null;
    if (save.isPending || theirs || !untouched()) return;
    void now().then(
      (found) => {
        if (version(found) <= version(seen) || !untouched()) return;
        latest.current.beginFrom(draftOf(found));
        setSeen(found);
      },
      () => undefined,
    );
  });
  useEffect(() => {
    const back = () => returned();
    window.addEventListener('focus', back);
    return () => window.removeEventListener('focus', back);
  }, []);
  // What was begun on an older version is laid beside what stands now before it is sent.
  const beside = theirs ?? (draft.overtaken ? seen : null);
  const settle = (found: Thing) => {
    setSeen(found);
    setTheirs(null);
    save.reset();
  };
  return {
    draft,
    busy: save.isPending,
    saved: save.isSuccess && !draft.dirty,
    faults: save.error && !beside ? faultsOf(save.error) : NO_FAULTS,
    theirs: beside && draftOf(beside),
    send: () => save.mutate(draft.value),
    change: (part) => {
      if (!save.isPending) save.reset();
      draft.change({ ...draft.value, ...part });
    },
    drop: () => {
      draft.reset(draftOf(seen));
      save.reset();
    },
    keepMine: () => {
      if (!beside) return;
      draft.onto(version(beside));
      settle(beside);
    },
    takeTheirs: () => {
      if (!beside) return;
      draft.reset(draftOf(beside));
      settle(beside);
    },
  };
}
