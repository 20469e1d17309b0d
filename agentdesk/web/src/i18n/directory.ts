import type { Texts } from './texts';

/** Units, people, duties, accounts. [Vietnamese, English]. */
export const directory = {
} as const satisfies Texts;
