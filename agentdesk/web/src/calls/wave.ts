// The peaks of a sound, which the server reads from it: what is drawn, and where nobody speaks.

import type { Wave } from '../api/types';

export interface Waveform {
  /** One list of peaks (0 … 1) a channel. */
  peaks: number[][];
  perSecond: number;
}

export function waveform({ lanes, per_second }: Wave): Waveform {
  return { peaks: lanes.map((lane) => Array.from(atob(lane), (c) => c.charCodeAt(0) / 255)), perSecond: per_second };
}

/** Below this share of full scale (−40 dB) nobody speaks; above it even a quiet line is heard. */
const QUIET = 0.01;
/** A silence is shorter than this while people think. */
const SILENCE = 1.5;

export interface Silence {
  from: number;
  until: number;
}

/** Where all lanes are silent for longer than a second and a half, in seconds. */
export function silences({ peaks, perSecond }: Waveform): Silence[] {
  const out: Silence[] = [];
  const length = Math.max(0, ...peaks.map((lane) => lane.length));
  let from = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && peaks.every((lane) => (lane[i] ?? 0) <= QUIET)) continue;
    if ((i - from) / perSecond > SILENCE) out.push({ from: from / perSecond, until: i / perSecond });
    from = i + 1;
  }
  return out;
}

/** How much of a silence is left before the next word, so that it is not cut. */
const LEAD = 0.3;

/** Where to go on from at this second, when silence is jumped over; null: somebody speaks, or soon will. */
export function over(gaps: readonly Silence[], at: number): number | null {
  const gap = gaps.find(({ from, until }) => at >= from + LEAD && at < until - 2 * LEAD);
  return gap ? gap.until - LEAD : null;
}
