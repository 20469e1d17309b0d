import type { Texts } from './texts';

/** What the operator does in the form beside text: likely duplicates, pin, pictures, keys. [Vietnamese, English]. */
export const intake = {
} as const satisfies Texts;
