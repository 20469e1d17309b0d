import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Call, Card } from '../desk/protocol';
import { useDraft as useKeptDraft, type DraftInHand as Hand } from '../drafts/use-draft';
import { draftFor, emptyDraft, withCard, type Draft } from './draft';
import { asText, type DraftStore, type Kept } from './draft-store';

export interface DraftInHand {
  draft: Draft;
  key: string;
  filed: string;
  noted: boolean;
  /** What was typed since it was first sent is not in the ticket. */
  before: boolean;
  earlier: readonly string[];
  /** When it was last kept, ms since 1970; 0: nothing typed yet. */
  savedAt: number;
  /** The browser's storage refused it. */
  unsaved: boolean;
  change: (part: Partial<Draft>) => void;
  changeSender: (part: Partial<Draft['sender']>) => void;
  /** before: by another try, with other words than there are now. */
  setFiled: (code: string, before?: boolean) => void;
  /** The call was noted on a ticket that stood already. */
  setNoted: (code: string) => void;
  another: () => void;
  /** Throws it away, everywhere. */
  discard: () => void;
  hand: Hand;
}

type Own = Omit<Kept, 'call'>;

const fresh = (call: Call, card: Card | null): Own => ({ draft: draftFor(call, card), key: crypto.randomUUID(), savedAt: 0, filed: '', noted: false, before: false, earlier: [] });

function begin(store: DraftStore, call: Call, card: Card | null): Own {
  return store.read(call.id) ?? fresh(call, card);
}

/** The draft of one call, kept at every change. Mount it anew (key) for another call. */
export function useDraft(store: DraftStore, call: Call, card: Card | null): DraftInHand {
  const [own, setOwn] = useState<Own>(() => begin(store, call, card));

  // What the card brings late fills the empty fields, without counting as typed.
  const [seen, setSeen] = useState(card);
  if (card !== seen) {
    setSeen(card);
    if (own.filed === '') setOwn({ ...own, draft: withCard(own.draft, card) });
  }

  // An answer of the server arrives after further typing: changes are made to what is there then.
  const latest = useRef(own);
  useEffect(() => {
    latest.current = own;
  }, [own]);
  const place = useMemo(() => store.place(call.id), [store, call.id]);
  const hand = useKeptDraft(
    store.at(call.id),
    store.key(call.id),
    (typed) => {
      const kept = typed && store.taken(typed);
      // Filed in another tab, its code is here.
      const next: Own = kept ? { ...kept, savedAt: Date.now() } : begin(store, call, card);
      latest.current = next;
      setOwn(next);
    },
    place,
  );
  const { type, forget } = hand;
  const keep = useCallback(
    (step: (before: Own) => Own) => {
      const kept = { ...step(latest.current), savedAt: Date.now() };
      latest.current = kept;
      setOwn(kept);
      if (kept.filed === '') type(asText({ ...kept, call }));
      else {
        forget();
        store.write(call.id, { ...kept, call });
      }
    },
    [store, call, type, forget],
  );
  const unsaved = hand.unkept;

  useEffect(() => {
    if (!unsaved) return;
    // Typed text that is nowhere but on the screen: the browser asks before it is closed.
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);

  const change = useCallback((part: Partial<Draft>) => keep((was) => ({ ...was, draft: { ...was.draft, ...part } })), [keep]);

  // A ticket that was filed meanwhile is not hidden behind the one that the call was noted on.
  const setNoted = useCallback((code: string) => keep((was) => (was.filed === '' ? { ...was, filed: code, noted: true } : was)), [keep]);

  return {
    ...own,
    unsaved,
    change,
    changeSender: (part) => keep((was) => ({ ...was, draft: { ...was.draft, sender: { ...was.draft.sender, ...part } } })),
    setFiled: (code, before = false) => keep((was) => ({ ...was, filed: code, noted: false, before })),
    setNoted,
    another: () =>
      keep((was) => ({
        draft: { ...emptyDraft(call.id), sender: was.draft.sender },
        key: crypto.randomUUID(),
        savedAt: 0,
        filed: '',
        noted: false,
        before: false,
        earlier: [...was.earlier, was.filed],
      })),
    discard: forget,
    hand,
  };
}
