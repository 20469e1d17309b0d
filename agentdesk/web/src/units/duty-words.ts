import type { DutyFacts } from '../api/units';
import type { Field, Unit } from '../api/types';
import type { Translate } from '../i18n';
import { dayText } from '../forms/day';

/** A duty's matter in words: which field or group, where, on which days. */
export function dutyWords(t: Translate, duty: DutyFacts, fields: readonly Field[], units: readonly Pick<Unit, 'code' | 'name'>[]): string {
  const { field = '', group = 0, area = '', since = '', until = '' } = duty;
  const what = field ? (fields.find((one) => one.code === field)?.name ?? field) : group ? t('duties.ofGroup', { n: group }) : t('duties.anything');
  const where = area ? (units.find((unit) => unit.code === area)?.name ?? area) : t('duties.wholeCity');
  const days = [since && t('directory.from', { day: dayText(since) }), until && t('directory.to', { day: dayText(until) })].filter(Boolean);
  return [what, where, ...days].join(' · ');
}
