import type { Texts } from './texts';

/** What is done with a ticket: acts, their forms, drafts, conflicts. [Vietnamese, English]. */
export const acts = {
} as const satisfies Texts;
