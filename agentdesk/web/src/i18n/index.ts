// The one catalogue of what people read, and the language it is read in.

import { useSyncExternalStore } from 'react';
import { acts } from './acts';
import { after } from './after';
import { audit } from './audit';
import { beside } from './beside';
import { desk } from './desk';
import { directory } from './directory';
import { general } from './general';
import { intake } from './intake';
import { knowledge } from './knowledge';
import { lead } from './lead';
import { lists } from './lists';
import { publish } from './publish';
import { records } from './records';
import { rules } from './rules';
import { signIn } from './sign-in';
import { staff } from './staff';
import { storm } from './storm';
import { wall } from './wall';
import { why } from './why';
import { work } from './work';

/** The parts of the catalogue: a key stands in one of them alone. */
export const PARTS = [
  acts,
  after,
  audit,
  beside,
  desk,
  directory,
  general,
  intake,
  knowledge,
  lead,
  lists,
  publish,
  records,
  rules,
  signIn,
  staff,
  storm,
  wall,
  why,
  work,
] as const;

export const CATALOGUE = {
  ...acts,
  ...after,
  ...audit,
  ...beside,
  ...desk,
  ...directory,
  ...general,
  ...intake,
  ...knowledge,
  ...lead,
  ...lists,
  ...publish,
  ...records,
  ...rules,
  ...signIn,
  ...staff,
  ...storm,
  ...wall,
  ...why,
  ...work,
};

export type Key = keyof typeof CATALOGUE;
export type Language = 'vi' | 'en';
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

const STORED = 'hotline.language';
const listeners = new Set<() => void>();
let language: Language = localStorage.getItem(STORED) === 'en' ? 'en' : 'vi';

/**
 * The text of a key in a language, with {name} filled in. {name|call|calls} is the
 * first word when that value is 1, else the second: Vietnamese needs it nowhere.
 */
export function text(key: Key, lang: Language, values: Readonly<Record<string, string | number>> = {}): string {
  const entry: readonly [string, string] = CATALOGUE[key];
  return entry[lang === 'vi' ? 0 : 1].replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : ((Number(value) === 1 ? one : many) ?? '');
  });
}

/** Texts whose key is made of data (a state, a reason): unknown ones are shown as they came. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(CATALOGUE, key);
}

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(next: Language): void {
  language = next;
  localStorage.setItem(STORED, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}

/** t(key, values) in the language in use. */
export function useText(): Translate {
  const lang = useLanguage();
  return (key, values) => text(key, lang, values);
}

/** The label of a coded value, e.g. label('state', 'received'); the code itself when we have no words for it. */
export function useLabel(): (family: string, code: string | undefined) => string {
  const t = useText();
  return (family, code) => {
    const key = `${family}.${code ?? ''}`;
    return isKey(key) ? t(key) : (code ?? '');
  };
}
