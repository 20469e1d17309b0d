// Legs of a call beside the citizen's own: what an operator and an officer, or an emergency service, said aside.

import type { Translate } from '../i18n';
import { dateTime } from '../desk/time';

export const isAside = (leg: string): boolean => leg !== 'call';

/** Who is on the left and on the right of what was said aside; nothing of the citizen's own leg, whose lanes the player names. */
export function lanesOf(leg: string, t: Translate): readonly [string, string] | undefined {
  return isAside(leg) ? [t('leg.officer'), t('leg.operator')] : undefined;
}

/** A recording among others of a ticket: when the call, or the part of it, began, which is not told of what is confidential. */
export function recordingText({ begun_at, call, leg }: { begun_at?: string; call: string; leg: string }, t: Translate): string {
  return [begun_at ? dateTime(begun_at) : call, isAside(leg) && t('flaws.consultation')].filter(Boolean).join(', ');
}
