/** A part of the catalogue: every text in Vietnamese and English, side by side. {name} is filled in. */
export type Texts = Readonly<Record<string, readonly [vi: string, en: string]>>;
