// The one catalogue of what people read, and the language it is read in.

import { useSyncExternalStore } from 'react';
import vietnamese from 'virtual:words/vi';
import { remember, remembered } from '../shell/remember';
import type { CATALOGUE } from './parts';

export type Key = keyof typeof CATALOGUE;
export type Language = 'vi' | 'en';
type Words = Readonly<Record<Key, string>>;
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

const STORED = 'hotline.language';
const listeners = new Set<() => void>();
/** The words that are here: Vietnamese always, English from when it is first wanted. */
const words: { vi: Words; en: Words | null } = { vi: vietnamese, en: null };
let language: Language = remembered(STORED) === 'en' ? 'en' : 'vi';

/**
 * The text of a key in a language, with {name} filled in. {name|call|calls} is the
 * first word when that value is 1, else the second: Vietnamese needs it nowhere.
 */
export function text(key: Key, lang: Language, values: Readonly<Record<string, string | number>> = {}): string {
  return (words[lang] ?? words.vi)[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : ((Number(value) === 1 ? one : many) ?? '');
  });
}

/** Texts whose key is made of data (a state, a reason): unknown ones are shown as they came. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(words.vi, key);
}

export function currentLanguage(): Language {
  return language;
}

/** Makes English readable; text() says in Vietnamese what it has not. Fails when the script cannot be had. */
export async function loadEnglish(): Promise<void> {
  words.en ??= (await import('virtual:words/en')).default as Words;
}

/** Changes the language, at once or when its words have come; where they cannot be had, nothing changes. */
export function setLanguage(next: Language): void {
  if (next === 'en' && !words.en) {
    void loadEnglish().then(() => take(next), () => undefined);
    return;
  }
  take(next);
}

function take(next: Language): void {
  language = next;
  remember(STORED, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * What is proposed as words for a citizen: they are written to in Vietnamese, whatever language the staff's pages are in.
 * Nothing where there are no words for it.
 */
export function forCitizen(key: string, values?: Readonly<Record<string, string | number>>): string {
  return isKey(key) ? text(key, 'vi', values) : '';
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
