// What a shift leader asks of calls that are others'. The desk is the operator's own:
// the same link, the same audio.

import type { Desk } from './desk';

export type Mode = 'listen' | 'whisper' | 'barge';

/** Why somebody who takes no calls is paused, as the server puts it. */
export const SUPERVISES = 'Giám sát';

export class Supervision {
  readonly #desk: Desk;
  /** What is asked for as soon as there is audio. */
  #wish: { call: string; mode: Mode } | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.subscribe(() => this.#try());
  }

  /** Begins to supervise a call, or changes how. Link and audio are made first, if need be. */
  watch(call: string, mode: Mode): void {
    this.#wish = { call, mode };
    this.#desk.supervise();
    this.#try();
  }

  takeOver = () => this.#onWatched('take_over');
  leave = () => {
    this.#wish = null;
    this.#onWatched('leave');
  };

  #onWatched(type: 'take_over' | 'leave'): void {
    const { desk, busy } = this.#desk.view();
    if (desk.watched && !busy.has(type)) this.#desk.ask({ type, call: desk.watched.id });
  }

  #try(): void {
    const wish = this.#wish;
    const { desk, audio } = this.#desk.view();
    // Without a microphone nothing comes of it; nor later, when nobody thinks of it any more.
    if (audio === 'denied' || audio === 'missing' || audio === 'busy' || audio === 'insecure') this.#wish = null;
    if (!wish || desk.link !== 'open' || desk.media !== 'up' || audio !== 'up') return;
    this.#wish = null;
    this.#desk.ask({ type: wish.mode, call: wish.call });
  }
}
