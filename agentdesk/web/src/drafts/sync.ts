// A draft at the server, beside the one in the browser: brought there a while after the last key stroke, and never over
// what another machine or tab has put there unseen. Whatever fails, the browser's own stays.

import { ApiError } from '../api/client';
import { dropDraft, getDraft, putDraft, type Draft } from '../api/drafts';
import { startsAnew } from '../auth/anew';
import type { Kept } from '../shell/kept';

/** What stands elsewhere; whose writer has not seen ours. */
export interface Other {
  fields: Kept;
  /** When it was last changed, RFC 3339. */
  at: string;
}

/** How long after the last key stroke the server is told, ms. */
export const QUIET = 2000;

/** Where is kept which version of the server's this browser's draft is made on top of. */
const seenAt = (at: string) => `hotline.seen:${at}`;

export class DraftSync {
  readonly #key: string;
  readonly #at: string;
  readonly #told: (other: Other | null) => void;
  /** What the server is still to be told. */
  #waiting: Kept | null = null;
  #mine: Kept | null;
  #other: (Other & { version: number }) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #off = false;

  /** key: the server's name for it; at: the browser's; mine: what the browser kept; told: hears of another's, and that there is none any more. */
  constructor(key: string, at: string, mine: Kept | null, told: (other: Other | null) => void) {
    this.#key = key.toLowerCase();
    this.#at = at;
    this.#mine = mine;
    this.#told = told;
  }

  /** Looks what the server has: what is not ours is told. */
  open(): Promise<void> {
    return this.#next(async () => {
      const theirs = await getDraft(this.#key);
      if (!theirs) {
        this.#see(0);
        if (this.#mine) this.type(this.#mine);
      } else if (theirs.version === this.#seen()) {
        // What was done or dropped here, and the server did not hear of.
        if (!this.#mine) await this.#forgotten();
        else if (!same(theirs.fields, this.#mine)) this.type(this.#mine);
      } else this.#found(theirs);
    });
  }

  /** Something was typed, which the browser has already. */
  type(mine: Kept): void {
    this.#mine = this.#waiting = mine;
    if (this.#other && same(this.#other.fields, mine)) this.#settle(this.#other.version);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), QUIET);
  }

  /** Tells the server at once what waits. leaving: the page is about to go. */
  flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#waiting || this.#other || this.#off || startsAnew()) return Promise.resolve();
    return leaving ? this.#put(true).catch(() => undefined) : this.#next(() => this.#put(false));
  }

  /** Another tab of this browser has written: its words, which lie in the place of ours. */
  elsewhere(theirs: Kept | null, now: Date): void {
    if (!theirs || same(theirs, this.#mine ?? {})) return;
    this.#other = { fields: theirs, at: now.toISOString(), version: this.#seen() };
    this.#told(this.#other);
  }

  /** Ours stays, and is given back: it goes over the other's. */
  keepMine(): Kept | null {
    if (this.#other) {
      this.#settle(this.#other.version);
      this.#waiting = this.#mine ?? {};
      void this.flush();
    }
    return this.#mine;
  }

  /** The other's takes the place of ours; null: there is none. */
  take(): Kept | null {
    const other = this.#other;
    if (!other) return null;
    this.#settle(other.version);
    this.#waiting = null;
    this.#mine = other.fields;
    return other.fields;
  }

  /** It is done, or dropped. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#mine = this.#waiting = null;
    if (this.#other) this.#settle(this.#other.version);
    void this.#next(() => this.#forgotten());
  }

  /** Nobody looks at it any more; what waits is told. */
  close(): void {
    void this.flush();
    clearTimeout(this.#timer);
  }

  async #put(leaving: boolean): Promise<void> {
    const fields = this.#waiting;
    if (!fields || this.#other) return;
    this.#waiting = null;
    try {
      this.#see(await putDraft(this.#key, this.#seen(), fields, leaving));
    } catch (error) {
      this.#waiting ??= this.#mine && fields;
      if (!(error instanceof ApiError)) throw error;
      if (error.draft) this.#found(error.draft);
      else if (error.code === 'drafts_off') this.#off = true;
    }
  }

  async #forgotten(): Promise<void> {
    await dropDraft(this.#key);
    this.#see(0);
  }

  #found(theirs: Draft): void {
    if (this.#mine && same(theirs.fields, this.#mine)) {
      this.#waiting = null;
      this.#settle(theirs.version);
      return;
    }
    this.#other = { fields: theirs.fields, at: theirs.updated_at, version: theirs.version };
    this.#told(this.#other);
  }

  #settle(version: number): void {
    this.#see(version);
    this.#other = null;
    this.#told(null);
  }

  /** One request after the other; what fails is tried again with the next key stroke. */
  #next(run: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(run).catch(() => undefined);
    return this.#turn;
  }

  #seen(): number {
    return Number(localStorage.getItem(seenAt(this.#at)) ?? 0) || 0;
  }

  #see(version: number): void {
    try {
      if (version === 0) localStorage.removeItem(seenAt(this.#at));
      else localStorage.setItem(seenAt(this.#at), String(version));
    } catch {
      // A browser that keeps nothing is offered its own words again, no more.
    }
  }
}

/** Are these the same words? What is empty may be missing. */
export function same(one: Kept, other: Kept): boolean {
  return [...Object.keys(one), ...Object.keys(other)].every((name) => (one[name] ?? '') === (other[name] ?? ''));
}
