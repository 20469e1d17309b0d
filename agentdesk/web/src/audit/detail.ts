// What an entry of the audit log says besides who did what: by names, never in the
// log's own words where we have others.

import { dateTime } from '../desk/time';
import type { Translate } from '../i18n';

export interface Words {
  t: Translate;
  label: (family: string, code: string | undefined) => string;
  nameOf: (username: string | undefined) => string;
}

/** What is kept under a name that holds a code, by the family of labels that tells it. */
const FAMILIES: Readonly<Record<string, string>> = {
  role: 'role', state: 'state', origin: 'origin', queue: 'queue', queues: 'queue', group: 'group.short', reason: 'auditreason',
  way: 'auditway', next: 'auditstep', step: 'auditstep', kind: 'unitkind', post: 'auditpost', result: 'callbackresult',
};
const PEOPLE: ReadonlySet<string> = new Set(['operator', 'username', 'by', 'leader']);
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** An entry's detail in a line, without what is empty. */
export function detailsOf(detail: Readonly<Record<string, unknown>>, words: Words): string {
  return pairs(detail, words).join(' · ');
}

function pairs(detail: object, words: Words): string[] {
  return Object.entries(detail)
    .map(([name, value]) => [named(isWas(name, value) ? 'was' : name, words), said(name, value, words)] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`);
}

/** What something was, as opposed to the version that was in use before. */
function isWas(name: string, value: unknown): boolean {
  return name === 'before' && typeof value === 'object';
}

function named(name: string, { label }: Words): string {
  const known = label('auditkey', name);
  return known === name ? spaced(name) : known;
}

function said(name: string, value: unknown, words: Words): string {
  if (Array.isArray(value)) return value.map((one: unknown) => said(name, one, words)).filter(Boolean).join(typeof value[0] === 'object' ? '; ' : ', ');
  if (typeof value === 'object' && value !== null) {
    const inner = pairs(value, words).join(', ');
    return isWas(name, value) || name === 'after' ? inner && `(${inner})` : inner;
  }
  if (typeof value === 'boolean') return words.t(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'number' && name !== 'group') return String(value);
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = String(value);
  if (PEOPLE.has(name)) return words.nameOf(text);
  if (TIME.test(text)) return dateTime(text);
  const family = FAMILIES[name];
  return family ? words.label(family, text) : text;
}

/** A code that we have no words for: "max_wait" is "max wait". */
export function spaced(code: string): string {
  return code.replaceAll('_', ' ').replaceAll('.', ' · ');
}
