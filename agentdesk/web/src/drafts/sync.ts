// A draft at the server, beside the one in the browser: brought there a while after the last key stroke, and never over
// what another machine or tab has put there unseen. Whatever fails, the browser's own stays.

import { ApiError } from '../api/client';
import { dropDraft, getDraft, putDraft, type Draft } from '../api/drafts';
import { startsAnew } from '../auth/anew';
import type { Kept } from '../shell/kept';
import { seenOf, writeSeen, type Standing } from './seen';

/** What stands elsewhere; whose writer has not seen ours. */
export interface Other {
  fields: Kept;
  /** When it was last changed, RFC 3339. */
  at: string;
}

/** Why the server keeps it not: it is too large, there are too many, it keeps none at all; '': it does. */
export type Refused = '' | 'large' | 'full' | 'off';

export interface Told {
  /** Of another's, and that there is none any more. */
  other: (other: Other | null) => void;
  refused: (why: Refused) => void;
}

/** How long after the last key stroke the server is told, ms. */
export const QUIET = 2000;

const REFUSED: Readonly<Record<string, Refused>> = { too_large: 'large', drafts_full: 'full', drafts_off: 'off' };

export class DraftSync {
  readonly #key: string;
  readonly #at: string;
  readonly #told: Told;
  /** What the server is still to be told. */
  #waiting: Kept | null = null;
  #mine: Kept | null;
  /** tab: it is another tab's, which the server may not have yet. */
  #other: (Other & { version: number; tab: boolean }) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #off = false;
  #gone: (() => void) | undefined;

  /** key: the server's name for it; at: the browser's; mine: what the browser kept. */
  constructor(key: string, at: string, mine: Kept | null, told: Told) {
    this.#key = key.toLowerCase();
    this.#at = at;
    this.#mine = mine;
    this.#told = told;
  }

  /** Looks what the server has: what is not ours is told. gone: it was dropped or done at another machine, which had seen all that was typed here. */
  open(gone?: () => void): Promise<void> {
    this.#gone = gone;
    return this.#next(async () => {
      const theirs = await getDraft(this.#key);
      if (!theirs || theirs.dropped) this.#offerNothing();
      const { version, standing } = seenOf(this.#at);
      if (!theirs) {
        this.#see(0, this.#mine ? 'typed' : 'same');
        if (this.#mine) this.type(this.#mine);
      } else if (theirs.dropped) {
        // Words that it never saw begin it again; a copy of what was dropped goes with it.
        if (this.#mine && standing === 'same' && version > 0 && version < theirs.version) this.#dropped(theirs.version);
        else {
          this.#see(theirs.version, this.#mine ? 'typed' : 'same');
          if (this.#mine) this.type(this.#mine);
        }
      } else if (theirs.version === version && standing === 'gone') await this.#forgotten();
      else if (theirs.version === version && standing === 'typed' && this.#mine) {
        if (!same(theirs.fields, this.#mine)) this.type(this.#mine);
      } else this.#found(theirs);
    });
  }

  /** Something was typed. kept: the browser has it already. */
  type(mine: Kept, kept = true): void {
    this.#mine = this.#waiting = mine;
    if (this.#other && same(this.#other.fields, mine)) this.#settle(this.#other.version);
    // What the browser could not keep must not pass, after a reload, for the newest.
    if (kept) this.#see(seenOf(this.#at).version, 'typed');
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
  elsewhere(theirs: Kept, now: Date): void {
    if (same(theirs, this.#mine ?? {})) return;
    this.#other = { fields: theirs, at: now.toISOString(), version: seenOf(this.#at).version, tab: true };
    this.#told.other(this.#other);
  }

  /**
   * Another tab of this browser has sent or dropped its words: they are offered no more. 'gone': they were ours, too.
   * Words of our own that are others stay, and are given back to be kept: the other tab has cleared their place.
   */
  overElsewhere(theirs: Kept | null): Kept | 'gone' | null {
    this.#offerNothing();
    const mine = this.#mine;
    if (!mine) return null;
    if (theirs && !same(theirs, mine)) {
      this.type(mine);
      return mine;
    }
    clearTimeout(this.#timer);
    this.#mine = this.#waiting = null;
    return 'gone';
  }

  /** The page is looked at again: what another machine had begun may be sent by now. */
  lookAgain(): Promise<void> {
    return this.#other && !this.#other.tab ? this.open(this.#gone) : Promise.resolve();
  }

  /** Ours stays, and is given back: it goes over the other's. Where nothing is typed yet, what is typed next does. */
  keepMine(): Kept | null {
    if (this.#other) {
      this.#settle(this.#other.version, this.#mine ? 'typed' : 'same');
      this.#waiting = this.#mine;
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

  /** It is done, or dropped; its words are given back. */
  forget(): Kept | null {
    clearTimeout(this.#timer);
    const over = this.#mine;
    const had = this.#mine !== null || this.#other !== null || seenOf(this.#at).version > 0;
    this.#mine = this.#waiting = null;
    if (this.#other) this.#settle(this.#other.version);
    if (had) {
      this.#see(seenOf(this.#at).version, 'gone');
      void this.#next(() => this.#forgotten());
    }
    return over;
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
      const version = await putDraft(this.#key, seenOf(this.#at).version, fields, leaving);
      // Dropped while it was under way: that is still to be told.
      this.#see(version, this.#standing());
      this.#told.refused('');
    } catch (error) {
      this.#waiting ??= this.#mine && fields;
      if (!(error instanceof ApiError)) throw error;
      if (error.draft) this.#found(error.draft);
      const why = REFUSED[error.code] ?? '';
      this.#off = why === 'off';
      this.#told.refused(why);
    }
  }

  #standing(): Standing {
    if (this.#waiting) return 'typed';
    return this.#mine ? 'same' : 'gone';
  }

  async #forgotten(): Promise<void> {
    await dropDraft(this.#key);
    // Begun again meanwhile, it is on top of what the server has by then.
    this.#see(0, this.#mine ? 'typed' : 'same');
  }

  /** Another machine is done with what lies here, too. */
  #dropped(version: number): void {
    this.#mine = this.#waiting = null;
    this.#see(version, 'same');
    this.#gone?.();
  }

  #found(theirs: Draft): void {
    if (same(theirs.fields, this.#mine ?? {})) {
      this.#waiting = null;
      this.#settle(theirs.version);
      return;
    }
    this.#other = { fields: theirs.fields, at: theirs.updated_at, version: theirs.version, tab: false };
    this.#told.other(this.#other);
  }

  #settle(version: number, standing: Standing = 'same'): void {
    this.#see(version, standing);
    this.#offerNothing();
  }

  #offerNothing(): void {
    if (!this.#other) return;
    this.#other = null;
    this.#told.other(null);
  }

  /** One request after the other; what fails is tried again with the next key stroke. */
  #next(run: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(run).catch(() => undefined);
    return this.#turn;
  }

  #see(version: number, standing: Standing): void {
    writeSeen(this.#at, version, standing);
  }
}

/** Are these the same words? What is empty may be missing. */
export function same(one: Kept, other: Kept): boolean {
  return [...Object.keys(one), ...Object.keys(other)].every((name) => (one[name] ?? '') === (other[name] ?? ''));
}
