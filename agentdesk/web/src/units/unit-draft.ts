// A unit, and who holds its posts, while they are written: as the fields of the forms have them.

import type { Translate } from '../i18n';
import type { Officer, OfficerFacts, UnitDetail, UnitFacts } from '../api/units';

export type Kind = UnitFacts['kind'];
/** In the order in which they are offered; units of before July 2025 come last. */
export const KINDS: readonly Kind[] = ['department', 'commune', 'service', 'agency', 'provider', 'office', 'district'];

export interface UnitDraft {
  code: string;
  name: string;
  kind: Kind;
  parent: string;
  phone: string;
  address: string;
  website: string;
  email: string;
  listed: boolean;
  /** One on each line. */
  aliases: string;
  since: string;
}

export const NEW_UNIT: UnitDraft = { code: '', name: '', kind: 'department', parent: '', phone: '', address: '', website: '', email: '', listed: true, aliases: '', since: '' };

export function unitDraftOf(unit: UnitDetail): UnitDraft {
  const { code, name, kind, listed } = unit;
  const { parent = '', phone = '', address = '', website = '', email = '', aliases = [], since = '' } = unit;
  return { code, name, kind, parent, phone, address, website, email, listed, aliases: aliases.join('\n'), since };
}

/** With the end that the unit has: another form says that. */
export function toUnit({ aliases, ...draft }: UnitDraft, of: { until?: string; decision?: string } = {}): UnitFacts {
  const lines = aliases.split('\n').map((line) => line.trim());
  return { ...draft, aliases: lines.filter(Boolean), until: of.until ?? '', decision: of.decision ?? '' };
}

export interface OfficerDraft {
  name: string;
  title: string;
  phone: string;
  mobile: string;
  email: string;
  username: string;
  since: string;
  until: string;
}

export const NEW_OFFICER: OfficerDraft = { name: '', title: '', phone: '', mobile: '', email: '', username: '', since: '', until: '' };

export function officerDraftOf({ name, title = '', phone = '', mobile = '', email = '', username = '', since = '', until = '' }: Officer): OfficerDraft {
  return { name, title, phone, mobile, email, username, since, until };
}

export function toOfficer(draft: OfficerDraft, rank: number): OfficerFacts {
  return { ...draft, rank };
}

/** A draft as lines of text, to be laid beside another. */
export function told(t: Translate, draft: UnitDraft | OfficerDraft): string {
  return Object.entries(draft)
    .map(([name, value]) => `${t(`directory.${name as keyof UnitDraft | keyof OfficerDraft}`)}: ${typeof value === 'boolean' ? t(value ? 'directory.yes' : 'directory.no') : value}`)
    .join('\n');
}

/** Who held a post and does so no more is in no order. */
export function holds({ until = '' }: Officer, today: string): boolean {
  return until === '' || until > today;
}

/** The list with the item at one place moved to another; places beyond its ends change nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const all = [...list];
  if (to < 0 || to >= all.length) return all;
  const [item] = all.splice(from, 1);
  if (item !== undefined) all.splice(to, 0, item);
  return all;
}
