// What is new about emergencies, between what was told and what is open now.

import type { EmergencyAlert } from '../api/types';

/** One that was told, and how it stood then. Kept when it is seen: the server's memory may tell of it again. */
export interface Told {
  id: number;
  call: string;
  at: number;
  state: EmergencyAlert['state'];
}

export interface News {
  told: readonly Told[];
  /** What has begun, or stands otherwise than was told, oldest first. */
  changes: readonly EmergencyAlert[];
  /** Is any of it to be heard: one that begins, or that nobody has answered? */
  loud: boolean;
}

/** An asking has no number before it is kept, and a time from the server's memory and from its journal. */
const NEAR = 5000;

/** How many are remembered: a shift has far fewer. */
const MOST = 200;

export function newsOf(told: readonly Told[], open: readonly EmergencyAlert[]): News {
  const next = [...told];
  const changes: EmergencyAlert[] = [];
  let loud = false;
  for (const alert of [...open].reverse()) {
    const now: Told = { id: alert.id, call: alert.call_id, at: Date.parse(alert.asked_at), state: alert.state };
    const index = next.findIndex((one) => isSame(one, now));
    const before = next[index];
    if (before?.state === now.state || (before && now.state === 'unknown')) {
      next[index] = { ...now, state: before.state };
      continue;
    }
    changes.push(alert);
    loud ||= !before || now.state === 'unanswered';
    if (before) next[index] = now;
    else next.push(now);
  }
  return { told: next.slice(-MOST), changes, loud };
}

function isSame(a: Told, b: Told): boolean {
  if (a.id !== 0 && b.id !== 0) return a.id === b.id;
  return a.call === b.call && Math.abs(a.at - b.at) < NEAR;
}
