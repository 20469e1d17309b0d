// Whose a matter is, while it is written: as the fields of the form have it.

import type { DutyFacts } from '../api/units';

export interface DutyDraft {
  field: string;
  /** '0': any. */
  group: string;
  area: string;
  unit: string;
  priority: string;
  basis: string;
  since: string;
  until: string;
}

export const NEW_DUTY: DutyDraft = { field: '', group: '0', area: '', unit: '', priority: '100', basis: '', since: '', until: '' };

export function dutyDraftOf({ field = '', group = 0, area = '', unit = '', priority, basis = '', since = '', until = '' }: DutyFacts): DutyDraft {
  return { field, group: String(group), area, unit, priority: String(priority), basis, since, until };
}

/** What is no number is sent as 0, which the server has words for. */
export function toDuty({ group, priority, ...rest }: DutyDraft): DutyFacts {
  return { ...rest, group: Number(group), priority: /^\d+$/.test(priority) ? Number(priority) : 0 };
}
