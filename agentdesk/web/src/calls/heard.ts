// Which seconds of a sound were played, as the player tells the server.

import type { HeardSpan } from '../api/types';

/** Beyond so many seconds from one report of the player to the next the sound has jumped. A report comes four times a second, and up to twice the time has been played by then; a tab in the background is asked once a second. */
const JUMP = 3;

export interface Heard {
  /** The sound plays at this second. */
  plays(at: number): void;
  /** It has stopped, or goes on from elsewhere. */
  stops(at?: number): void;
  /** What was played until now, in milliseconds, in order, each part once. */
  spans(): HeardSpan[];
}

export function newHeard(): Heard {
  let parts: [from: number, until: number][] = [];
  let last: number | null = null;
  const extend = (at: number) => {
    if (last !== null && at > last && at - last <= JUMP) parts = merged([...parts, [last, at]]);
  };
  return {
    plays(at) {
      extend(at);
      last = at;
    },
    stops(at) {
      if (at !== undefined) extend(at);
      last = null;
    },
    spans: () => parts.map(([from, until]) => ({ from_ms: Math.round(from * 1000), until_ms: Math.round(until * 1000) })),
  };
}

function merged(parts: readonly [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, until] of [...parts].sort((v, w) => v[0] - w[0])) {
    const before = out.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], until);
    else out.push([from, until]);
  }
  return out;
}
