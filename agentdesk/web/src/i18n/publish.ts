import type { Texts } from './texts';

/** Publication and what is hidden in it. [Vietnamese, English]. */
export const publish = {
} as const satisfies Texts;
