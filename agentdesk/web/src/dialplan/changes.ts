// What a form changed, for the server and for the eye.

import type { DialplanDetail, DialplanEdit } from '../api/types';

/** Values of the form that differ from the version's, by what they are of. */
export interface Edits {
  vi: Readonly<Record<string, string>>;
  spoken: Readonly<Record<string, string>>;
  /** Prompts whose words are others and that are still read aloud as before, rightly. */
  stays: Readonly<Record<string, boolean>>;
  /** By hours, then day; dates too. */
  times: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const NO_EDITS: Edits = { vi: {}, spoken: {}, stays: {}, times: {} };

export type Prompt = DialplanDetail['prompts'][number];

/** Other words are written, and the old ones would still be read aloud. */
export function hides(p: Prompt, edits: Edits): boolean {
  return p.spoken !== '' && (edits.vi[p.name] ?? p.vi) !== p.vi && (edits.spoken[p.name] ?? p.spoken) === p.spoken;
}

/** What callers would hear of a prompt. */
export function wordsOf(p: Prompt, edits: Edits): string {
  return (edits.spoken[p.name] ?? p.spoken) || (edits.vi[p.name] ?? p.vi);
}

export function editOf(detail: DialplanDetail, edits: Edits): DialplanEdit {
  const prompts = detail.prompts
    .map((p) => ({ ...p, vi: edits.vi[p.name] ?? p.vi, spoken: edits.spoken[p.name] ?? p.spoken, spoken_stays: hides(p, edits) && edits.stays[p.name] === true }))
    .filter((p, at) => p.vi !== detail.prompts[at]?.vi || p.spoken !== detail.prompts[at].spoken);
  const hours = Object.entries(edits.times).flatMap(([name, days]) =>
    Object.entries(days).map(([day, times]) => ({ name, day, times: times.trim(), dated: /^\d/.test(day) })),
  );
  return { of: detail.version, prompts, hours };
}

export interface Line {
  sign: '+' | '-';
  text: string;
}

/** The lines that went and those that came, in the order of the text (longest common subsequence). */
export function difference(before: string, after: string): Line[] {
  const a = before.split(/\r?\n/);
  const b = after.split(/\r?\n/);
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: a[i++] ?? '' });
    } else {
      lines.push({ sign: '+', text: b[j++] ?? '' });
    }
  }
  return lines;
}

/** The ID of the field that a place in what was sent ("body.prompts.hello.vi") is written in; null: it has none here. */
export function fieldOf(location: string): string | null {
  const place = /^body\.((?:prompts|hours)\..+)$/.exec(location)?.[1];
  if (place === undefined) return null;
  // Of a prompt as a whole it is told where its words are spoken.
  return `field-${/^prompts\.[^.]+$/.test(place) ? `${place}.spoken` : place}`;
}
