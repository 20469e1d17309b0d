// What is new about emergencies, between what was told and what is open now.

import type { EmergencyAlert } from '../api/types';

/** One that was told, and how it stood then. Kept when it is seen: the server's memory may tell of it again. */
export interface Told {
  id: number;
  call: string;
  at: number;
  state: EmergencyAlert['state'];
  /** The call goes on. */
  live: boolean;
}

export interface News {
  told: readonly Told[];
  /** What has begun, or stands otherwise than was told, its call included, oldest first. */
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
    const now: Told = { id: alert.id, call: alert.call_id, at: Date.parse(alert.asked_at), state: alert.state, live: alert.live };
    const index = next.findIndex((one) => isSame(one, now));
    const before = next[index];
    const known = before?.state === now.state || (before && now.state === 'unknown');
    if (known && before.live === now.live) {
      next[index] = { ...now, state: before.state };
      continue;
    }
    changes.push(alert);
    loud ||= !before || (!known && now.state === 'unanswered');
    if (before) next[index] = now;
    else next.push(now);
  }
  return { told: next.slice(-MOST), changes, loud };
}

function isSame(a: Told, b: Told): boolean {
  if (a.id !== 0 && b.id !== 0) return a.id === b.id;
  return a.call === b.call && Math.abs(a.at - b.at) < NEAR;
}

/** All that is open of one call, in one line. */
export interface OfCall {
  /** The newest, which stands for the call. */
  newest: EmergencyAlert;
  /** Each service that was called in it, as it stands now, in the order in which they were called. */
  services: readonly EmergencyAlert[];
  /** How often services were asked for. */
  times: number;
  /** What can be acknowledged. */
  ids: readonly number[];
}

/** A line a call, the one with the newest alarm first. open is newest first. */
export function byCall(open: readonly EmergencyAlert[]): readonly OfCall[] {
  return [...grouped(open, (alert) => alert.call_id).values()].flatMap((alerts) => {
    const [newest] = alerts;
    if (!newest) return [];
    const services = [...grouped(alerts, (alert) => alert.service).values()].flatMap(([last]) => last ?? []).reverse();
    return [{ newest, services, times: alerts.length, ids: alerts.map(({ id }) => id).filter((id) => id !== 0) }];
  });
}

function grouped(alerts: readonly EmergencyAlert[], by: (alert: EmergencyAlert) => string): ReadonlyMap<string, readonly EmergencyAlert[]> {
  const groups = new Map<string, EmergencyAlert[]>();
  for (const alert of alerts) groups.set(by(alert), [...(groups.get(by(alert)) ?? []), alert]);
  return groups;
}
