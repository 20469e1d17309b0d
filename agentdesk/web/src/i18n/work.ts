import type { Texts } from './texts';

/** The officer's inbox, the head's figures. [Vietnamese, English]. */
export const work = {
} as const satisfies Texts;
