import type { Texts } from './texts';

/** Articles, their search and their use. [Vietnamese, English]. */
export const knowledge = {
} as const satisfies Texts;
