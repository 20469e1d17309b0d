// How near a term is, and how that is said.

import { AHEAD, shortDateTime, timeOfDay } from '../desk/time';
import type { Translate } from '../i18n';

export type Urgency = 'none' | 'later' | 'today' | 'soon' | 'late';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From when on the time that is left is said, and not the hour. */
const SOON = 2 * HOUR;

/** The day of an instant in Hải Phòng, counted. */
export function dayOf(at: number): number {
  return Math.floor((at + AHEAD) / DAY);
}

/** How near it is at now (ms, the server's clock). */
export function urgency(due: string | null | undefined, late: boolean, now: number): Urgency {
  const at = Date.parse(due ?? '');
  if (late) return 'late';
  if (Number.isNaN(at)) return 'none';
  if (at <= now) return 'late';
  if (at - now <= SOON) return 'soon';
  return dayOf(at) === dayOf(now) ? 'today' : 'later';
}

/** A length of time in one unit, never 0. */
export function spanText(t: Translate, ms: number): string {
  if (ms < HOUR) return t('span.minutes', { n: Math.max(1, Math.round(ms / MINUTE)) });
  if (ms < 2 * DAY) return t('span.hours', { n: Math.round(ms / HOUR) });
  return t('span.days', { n: Math.round(ms / DAY) });
}

/** The term in words. */
export function termText(t: Translate, due: string | null | undefined, how: Urgency, now: number): string {
  const at = Date.parse(due ?? '');
  switch (how) {
    case 'none':
      return t('term.none');
    case 'late':
      return t('term.late', { time: Number.isNaN(at) ? '' : spanText(t, Math.max(0, now - at)) }).trim();
    case 'soon':
      return t('term.soon', { time: spanText(t, at - now) });
    case 'today':
      return t('term.today', { time: timeOfDay(at, false) });
    case 'later':
      return t('term.later', { time: shortDateTime(due ?? '') });
  }
}
