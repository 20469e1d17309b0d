// A draft is what the operator has typed for a call and not yet filed. It lives
// in localStorage, one entry per operator and call, and goes only when it is
// filed or thrown away on purpose: not when the call ends, the link breaks or
// the page is loaded anew.

import { plainNumber } from '../desk/number';
import type { Call, Card } from '../desk/protocol';

export type Group = 1 | 2 | 3 | 4 | 5;
export const GROUPS: readonly Group[] = [1, 2, 3, 4, 5];

export interface Sender {
  type: 'individual' | 'organisation';
  name: string;
  address: string;
  noAddress: boolean;
  phone: string;
  email: string;
  noEmail: boolean;
}

export interface Draft {
  call: string;
  group: Group | null;
  field: string;
  unit: string;
  content: string;
  address: string;
  directive: string;
  urgent: boolean;
  confidential: boolean;
  sender: Sender;
}

/** A draft at rest, with what is needed to find it again and to file it once. */
export interface Kept {
  draft: Draft;
  /** Idempotency-Key of its filing: the same for every try, so that one draft becomes one ticket. */
  key: string;
  /** The caller's number, for the list of drafts. */
  number: string;
  /** When the call came and when the draft was last changed, ms since 1970. */
  callAt: number;
  savedAt: number;
  /** The code, once filed. */
  filed: string;
}

const PREFIX = 'hotline.draft.';
/** A filed draft is kept this long, so that a reload still shows its code. */
const FILED_KEPT = 12 * 3600 * 1000;

export function emptyDraft(call: string): Draft {
  return {
    call,
    group: null,
    field: '',
    unit: '',
    content: '',
    address: '',
    directive: '',
    urgent: false,
    confidential: false,
    sender: { type: 'individual', name: '', address: '', noAddress: false, phone: '', email: '', noEmail: false },
  };
}

/** The form as a call opens it: the sender's fields filled with what is known of the caller. */
export function draftFor(call: Call, card: Card | null): Draft {
  const draft = emptyDraft(call.id);
  draft.sender.phone = plainNumber(card?.number ? card.number : call.from);
  return withCard(draft, card);
}

/** A card that comes late fills what is still empty and overwrites nothing. */
export function withCard(draft: Draft, card: Card | null): Draft {
  if (!card) return draft;
  const sender = { ...draft.sender };
  sender.name ||= card.name ?? '';
  if (!sender.noAddress) sender.address ||= card.address ?? '';
  if (!sender.noEmail) sender.email ||= card.email ?? '';
  sender.phone ||= plainNumber(card.number);
  return { ...draft, sender };
}

/** Has the operator put anything in that would be missed? What the card filled in does not count. */
export function touched(draft: Draft, start: Draft): boolean {
  return JSON.stringify(draft) !== JSON.stringify(start);
}

export class DraftStore {
  readonly #storage: Storage;
  readonly #prefix: string;
  readonly #now: () => number;

  constructor(operator: string, storage: Storage = localStorage, now: () => number = Date.now) {
    this.#storage = storage;
    this.#prefix = `${PREFIX}${operator}.`;
    this.#now = now;
  }

  read(call: string): Kept | null {
    return this.#parse(this.#storage.getItem(this.#prefix + call));
  }

  /** Keeps the draft; false when the browser's storage is full or closed, which the form then says. */
  write(call: string, kept: Omit<Kept, 'savedAt'>): boolean {
    try {
      this.#storage.setItem(this.#prefix + call, JSON.stringify({ ...kept, savedAt: this.#now() }));
      return true;
    } catch {
      return false;
    }
  }

  remove(call: string): void {
    this.#storage.removeItem(this.#prefix + call);
  }

  /** The drafts not yet filed, newest call first. */
  open(): Kept[] {
    return this.#all()
      .filter((kept) => kept.filed === '')
      .sort((a, b) => b.callAt - a.callAt);
  }

  /** Forgets filed drafts that nobody will look for again. Unfiled ones stay for ever. */
  prune(): void {
    for (const kept of this.#all()) {
      if (kept.filed !== '' && this.#now() - kept.savedAt > FILED_KEPT) this.remove(kept.draft.call);
    }
  }

  #all(): Kept[] {
    const found: Kept[] = [];
    for (let i = 0; i < this.#storage.length; i++) {
      const key = this.#storage.key(i);
      if (!key?.startsWith(this.#prefix)) continue;
      const kept = this.#parse(this.#storage.getItem(key));
      if (kept) found.push(kept);
    }
    return found;
  }

  #parse(text: string | null): Kept | null {
    if (!text) return null;
    try {
      const value = JSON.parse(text) as Partial<Kept>;
      if (!value.draft?.sender || typeof value.key !== 'string') return null;
      const blank = emptyDraft(value.draft.call);
      return {
        draft: { ...blank, ...value.draft, sender: { ...blank.sender, ...value.draft.sender } },
        key: value.key,
        number: value.number ?? '',
        callAt: value.callAt ?? 0,
        savedAt: value.savedAt ?? 0,
        filed: value.filed ?? '',
      };
    } catch {
      return null;
    }
  }
}
