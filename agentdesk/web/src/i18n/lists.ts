import type { Texts } from './texts';

/** Lists, their filters and exports, and the Office's board. [Vietnamese, English]. */
export const lists = {
} as const satisfies Texts;
