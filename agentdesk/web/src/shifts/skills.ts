// An operator's skills as the form has them, by kind, and as the server has them: "kind:value".

import type { Unit } from '../api/types';
import { fold } from '../tickets/units';

export interface Skills {
  /** "en" of "lang:en" */
  languages: string[];
  /** "le-chan" of "area:le-chan" */
  areas: string[];
  /** "1" of "group:1" */
  groups: string[];
  /** Whole, for they may be of any kind. */
  others: string[];
}

export const LANGUAGES = ['en', 'zh', 'ja', 'ko', 'fr', 'ru'] as const;

export function splitSkills(skills: readonly string[]): Skills {
  const of = (kind: string) => skills.filter((s) => s.startsWith(`${kind}:`)).map((s) => s.slice(kind.length + 1));
  return { languages: of('lang'), areas: of('area'), groups: of('group'), others: skills.filter((s) => !/^(lang|area|group):/.test(s)) };
}

export function joinSkills({ languages, areas, groups, others }: Skills): string[] {
  const as = (kind: string, values: readonly string[]) => values.map((value) => `${kind}:${value}`);
  return [...new Set([...as('lang', languages), ...as('area', areas), ...as('group', [...groups].sort()), ...others])];
}

/** "Phường Lê Chân" → "le-chan", as a dialplan writes an area. */
export function slug(name: string): string {
  return fold(name)
    .replace(/^(ubnd )?(phuong|xa|dac khu) /, '')
    .replace(/ /g, '-')
    .slice(0, 40);
}

/** Areas to choose from: the communes. Two of one name share their slug, and are one choice. */
export function areaOptions(units: readonly Unit[]): { value: string; label: string }[] {
  const found = new Map<string, string>();
  for (const unit of units) {
    if (unit.kind !== 'commune') continue;
    const value = slug(unit.name);
    const label = unit.name.replace(/^UBND /, '');
    const before = found.get(value);
    found.set(value, before === undefined ? label : `${before}, ${label}`);
  }
  return [...found].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, 'vi'));
}

/** The limit that was typed: 0 for none; null for what is no limit. */
export function readLimit(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return 0;
  return /^\d{1,4}$/.test(text) && Number(text) <= 1000 ? Number(text) : null;
}
