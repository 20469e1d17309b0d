import type { Kept } from '../shell/kept';

/** The most telling words of a draft: its longest text that is no code. Whole forms are kept as JSON, whose texts are looked through. */
export function wordsIn(fields: Kept): string {
  const all = Object.values(fields).flatMap(textsOf);
  const words = all.filter((text) => /\s/.test(text.trim()));
  return (words.length > 0 ? words : all).reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    if (!/^[[{]/.test(value)) return [value];
    try {
      return textsOf(JSON.parse(value) as unknown);
    } catch {
      return [value];
    }
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
