// What was found in a text that may be published, and the text without it.

import type { TextPart } from '../api/publication';

/** What stands in the place of what is hidden. Published words are Vietnamese, whatever language the staff's pages are in. */
export const HIDDEN = '[đã ẩn]';

export const wordsOf = (parts: readonly TextPart[]): string => parts.map((part) => part.text).join('');

/** The text with those parts hidden. */
export function hide(parts: readonly TextPart[], those: (part: TextPart, at: number) => boolean): string {
  return parts.map((part, at) => (part.kind !== '' && those(part, at) ? HIDDEN : part.text)).join('');
}

/** Is there something left that hardly ever is anything but personal? */
export const sureLeft = (parts: readonly TextPart[]): boolean => parts.some((part) => part.sure);
