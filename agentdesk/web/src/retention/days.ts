// Days of Hải Phòng, as the lists of this page are asked for them, and what rules are called.

import type { Translate } from '../i18n';
import { isDay, momentsOf } from '../lists/address';
import { dateTime } from '../desk/time';

/** The bounds of a list from its address: both days included; what is no day is none. */
export function bounds(address: URLSearchParams): { since?: string; until?: string } {
  return momentsOf({ since: dayOf(address, 'since'), until: dayOf(address, 'until') });
}

export function dayOf(address: URLSearchParams, name: 'since' | 'until'): string {
  const day = address.get(name) ?? '';
  return isDay(day) ? day : '';
}

/** The day of a moment, without its hour. */
export function day(at: string): string {
  return dateTime(at).split(' ')[0] ?? '';
}

/** What a rule is called: as the configuration names it; where none was for a recording, in words. */
export function ruleName(t: Translate, rule: string): string {
  return rule === 'retention.months' ? t('retentionrule.retention.months') : rule;
}
