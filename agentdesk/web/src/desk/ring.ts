// What the desk itself lets the operator hear, made by WebAudio, so that no file
// has to be loaded before the first call: two soft notes every two seconds while a
// call is offered; while somebody else's telephone rings and their network is not
// heard, the ringing tone that a caller in Viet Nam knows, quietly, for she may be
// speaking with the citizen. And what whoever leads the shift is to hear.

const NOTES_EVERY = 2000;
/** After the page has been drawn, in ms. */
const SOON = 1500;
/** 425 Hz, one second in five. */
const RINGING = { frequency: 425, seconds: 1, every: 5000, level: 0.05 };
/** Unlike any telephone's: it is told from a ring in another room. */
const ALARM = [740, 988, 1319];

export class Ring {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #sounding = new Set<OscillatorNode>();
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

  /**
   * Unlocks at the first gesture, and soon by itself: it is allowed where the page has been used before or is
   * recording. Not at once: a browser takes up to 0.4 s to find its loudspeaker, in which nothing is drawn.
   * A call that comes before is heard all the same. Ends with what it returns.
   */
  unlockSoon(): () => void {
    const unlock = () => this.unlock();
    const soon = setTimeout(unlock, SOON);
    window.addEventListener('pointerdown', unlock);
    window.addEventListener('keydown', unlock);
    return () => {
      clearTimeout(soon);
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
    };
  }

  /** Would a ring be heard now? */
  readonly audible = (): boolean => this.#context?.state === 'running';

  /** Tells when that changes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** An offered call rings. */
  start(): void {
    this.#play(() => this.#notes(), NOTES_EVERY);
  }

  /** Somebody else's telephone rings. */
  startRinging(): void {
    this.#play(() => this.#tone(RINGING.frequency, RINGING.seconds, RINGING.level, 0, RINGING.seconds - 0.05), RINGING.every);
  }

  /** An emergency: three rising calls, once. */
  alarm(): void {
    this.unlock();
    for (const beat of [0, 0.9, 1.8]) {
      for (const [index, note] of ALARM.entries()) this.#tone(note, 0.25, 0.3, beat + index * 0.25);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    // Whoever answers must not be talked over by the rest of a tone.
    for (const tone of this.#sounding) tone.stop();
  }

  #play(sound: () => void, every: number): void {
    if (this.#timer !== undefined) return;
    this.unlock();
    sound();
    this.#timer = setInterval(sound, every);
  }

  #notes(): void {
    this.#tone(659.3, 0.4, 0.22);
    this.#tone(880, 0.4, 0.22, 0.22);
  }

  #tone(frequency: number, seconds: number, loudness: number, after = 0, steady = 0.02): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    const at = context.currentTime + after;
    const tone = context.createOscillator();
    const level = context.createGain();
    tone.frequency.value = frequency;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(loudness, at + 0.02);
    level.gain.setValueAtTime(loudness, at + steady);
    level.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.connect(level).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds + 0.02);
    this.#sounding.add(tone);
    tone.onended = () => this.#sounding.delete(tone);
  }
}
