import words from '../../../../internal/lang/shared.json';

/** What the server says too, in the files of its lists: one place for both. [Vietnamese, English]. */
export const shared = words as unknown as Readonly<Record<keyof typeof words, readonly [vi: string, en: string]>>;
