// Drafts at rest, in localStorage.

import type { Call } from '../desk/protocol';
import { forgetDraft, type Place } from '../drafts/use-draft';
import { emptyDraft, isEmpty, type Draft } from './draft';

/** A draft at rest, with what is needed to open it again and to file it once. */
export interface Kept {
  draft: Draft;
  /** Idempotency-Key of its filing: the same for every try, so that one draft becomes one ticket. */
  key: string;
  call: Call;
  /** When the draft was last changed, ms since 1970. */
  savedAt: number;
  /** The code, once filed. */
  filed: string;
  /** It stood already, and the call was noted on it: nothing was filed. */
  noted: boolean;
  /** It had been filed with other words before, whose answer was lost: what was typed since is not in the ticket. */
  before: boolean;
  /** Codes of other tickets filed for the same call before. */
  earlier: string[];
}

const PREFIX = 'hotline.draft.';
/** A filed draft is kept this long, so that a reload still shows its code. */
const FILED_KEPT = 12 * 3600 * 1000;

export class DraftStore {
  readonly #storage: Storage;
  readonly #prefix: string;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #open: readonly Kept[] | null = null;

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
      this.#changed();
      return true;
    } catch {
      return false;
    }
  }

  remove(call: string): void {
    this.#storage.removeItem(this.#prefix + call);
    this.#changed();
  }

  /** Throws a draft away that no form is open for, at the server too. */
  drop(call: string): void {
    this.remove(call);
    forgetDraft(this.at(call), this.key(call));
  }

  /** Its name in the browser. */
  at(call: string): string {
    return this.#prefix + call;
  }

  /** Its name at the server, where one's own drafts alone are. */
  key(call: string): string {
    return `${this.#prefix.includes('.sort:') ? 'sort' : 'ticket'}:${call}`;
  }

  /** The draft of a call as all drafts are kept at the server: one text. What is filed is none any more, though its code stays here. */
  place(call: string): Place {
    return {
      read: (lay) => {
        const kept = lay === undefined ? this.read(call) : this.#parse(lay);
        return kept && kept.filed === '' ? asText(kept) : null;
      },
      write: (typed) => {
        const kept = typed && this.#parse(typed['form'] ?? null);
        if (kept) return this.write(call, kept);
        if (this.read(call)?.filed === '') this.remove(call);
        return true;
      },
    };
  }

  /** What another machine kept; null: it cannot be read. */
  readonly taken = (typed: Typed): Kept | null => this.#parse(typed['form'] ?? null);

  /** The drafts not yet filed in which there is something to file, newest call first; the same array until one changes. */
  readonly open = (): readonly Kept[] => {
    this.#open ??= this.#all()
      .filter((kept) => !isDone(kept))
      .sort((a, b) => b.call.arrived_at.localeCompare(a.call.arrived_at));
    return this.#open;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Forgets drafts that nobody will look for again, filed or empty. Others stay for ever. */
  prune(): void {
    for (const kept of this.#all()) {
      if (isDone(kept) && this.#now() - kept.savedAt > FILED_KEPT) this.remove(kept.draft.call);
    }
  }

  #changed(): void {
    this.#open = null;
    for (const listener of this.#listeners) listener();
  }

  #all(): Kept[] {
    const found: Kept[] = [];
    for (let i = 0; i < this.#storage.length; i++) {
      const key = this.#storage.key(i);
      if (!key?.startsWith(this.#prefix)) continue;
      const kept = this.#parse(this.#storage.getItem(key));
      // User names have full stops: an.nv's drafts begin as an's do.
      if (kept && key === this.at(kept.draft.call)) found.push(kept);
    }
    return found;
  }

  #parse(text: string | null): Kept | null {
    if (!text) return null;
    try {
      const value = JSON.parse(text) as Partial<Kept>;
      if (!value.draft?.sender || !value.call?.arrived_at || typeof value.key !== 'string') return null;
      const blank = emptyDraft(value.draft.call);
      return {
        draft: { ...blank, ...value.draft, sender: { ...blank.sender, ...value.draft.sender } },
        key: value.key,
        call: value.call,
        savedAt: value.savedAt ?? 0,
        filed: value.filed ?? '',
        noted: value.noted ?? false,
        before: value.before ?? false,
        earlier: value.earlier ?? [],
      };
    } catch {
      return null;
    }
  }
}

type Typed = Readonly<Record<string, string>>;

/** When it was changed is left out: the same words are the same draft. */
export function asText({ draft, key, call, noted, earlier }: Omit<Kept, 'savedAt' | 'before'>): Typed {
  return { form: JSON.stringify({ draft, key, call, filed: '', noted, earlier }) };
}

/** Nothing is left to be filed of it. */
function isDone({ filed, draft, earlier }: Kept): boolean {
  return filed !== '' || isEmpty(draft, earlier.length > 0);
}
