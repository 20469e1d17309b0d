// On top of which of the server's versions this browser's draft is made, and how they stand to each other.

import { remember, remembered } from '../shell/remember';

/** same: the server has these words; typed: there are newer ones here; gone: dropped here, and the server does not know yet. */
export type Standing = 'same' | 'typed' | 'gone';

const SIGNS: Readonly<Record<Standing, string>> = { same: '', typed: '+', gone: '-' };
const PREFIX = 'hotline.seen:';

/** at: the draft's own place in the browser. Version 0: the server has none. */
export function seenOf(at: string): { version: number; standing: Standing } {
  const [, version = '0', sign = ''] = /^(\d+)([+-]?)$/.exec(remembered(PREFIX + at) ?? '') ?? [];
  return { version: Number(version), standing: sign === '+' ? 'typed' : sign === '-' ? 'gone' : 'same' };
}

export function writeSeen(at: string, version: number, standing: Standing): void {
  // A browser that keeps nothing is offered its own words again, no more.
  remember(PREFIX + at, version === 0 && standing === 'same' ? null : `${version}${SIGNS[standing]}`);
}
