import type { Texts } from './texts';

/** Calendar, terms, templates, notices, and the forms of the administrator. [Vietnamese, English]. */
export const rules = {
} as const satisfies Texts;
