// The ring of an offered call: two soft notes every two seconds, made by
// WebAudio, so that no file has to be loaded before the first call.

export class Ring {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #listeners = new Set<() => void>();

  /** Must be called from a gesture once; browsers keep sound off until then. */
  unlock(): void {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#context.onstatechange = () => {
        for (const listener of this.#listeners) listener();
      };
    }
    if (this.#context.state === 'suspended') void this.#context.resume().catch(() => undefined);
  }

  /** Would a ring be heard now? */
  readonly audible = (): boolean => this.#context?.state === 'running';

  /** Tells when that changes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    if (this.#timer !== undefined) return;
    this.unlock();
    this.#notes();
    this.#timer = setInterval(() => this.#notes(), 2000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #notes(): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    for (const [index, frequency] of [659.3, 880].entries()) {
      const at = context.currentTime + index * 0.22;
      const tone = context.createOscillator();
      const level = context.createGain();
      tone.frequency.value = frequency;
      level.gain.setValueAtTime(0, at);
      level.gain.linearRampToValueAtTime(0.22, at + 0.02);
      level.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
      tone.connect(level).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.42);
    }
  }
}
