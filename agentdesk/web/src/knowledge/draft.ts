// An article while it is written: as the fields of the form have it.

import type { ArticleDraft, ArticleVersion } from '../api/knowledge';
import { today } from '../rules/dates';
import type { Kept } from '../shell/kept';

export interface Draft {
  title: string;
  answer: string;
  /** A line each. */
  asked: string;
  /** A line each: title, or title | address. */
  sources: string;
  field: string;
  unit: string;
  since: string;
  until: string;
  review: string;
}

/** A new article: it holds from today, and is looked at again half a year later. */
export function newDraft(now: Date, title = ''): Draft {
  const review = new Date(now.getTime() + 182 * 24 * 3600_000);
  return { title, answer: '', asked: '', sources: '', field: '', unit: '', since: today(now), until: '', review: today(review) };
}

export function draftOf(v: ArticleVersion): Draft {
  return {
    title: v.title, answer: v.answer, asked: v.asked.join('\n'),
    sources: v.sources.map((s) => (s.url ? `${s.title} | ${s.url}` : s.title)).join('\n'),
    field: v.field, unit: v.unit, since: v.since, until: v.until, review: v.review,
  };
}

const lines = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean);

export function toRequest(d: Draft): ArticleDraft {
  return {
    title: d.title, answer: d.answer, asked: lines(d.asked), field: d.field, unit: d.unit, since: d.since, until: d.until, review: d.review,
    sources: lines(d.sources).map((line) => {
      const [title = '', url = ''] = line.split('|').map((part) => part.trim());
      return { title, url };
    }),
  };
}

/** All of a version as one text, to be compared with another's. */
export function asText(d: Draft): string {
  return [d.title, '', d.answer, '', d.asked, '', d.sources, '', [d.field, d.unit, d.since, d.until, d.review].join(' · ')].join('\n').trim();
}

// What somebody writes is kept until it is saved or dropped: a reload, another page, another machine lose nothing.

/** Where it is kept in the browser. */
export const place = (user: string, id: number | '') => `hotline.draft.article:${user}.${id}`;

/** A draft as it is kept, on top of a version. */
export function toKeep(was: number, draft: Draft): Kept {
  return { ...draft, was: String(was) };
}

/** What was begun, and on top of which version; null: nothing. */
export function fromKept(kept: Kept | null): { was: number; draft: Draft } | null {
  if (!kept || !/^\d+$/.test(kept['was'] ?? '')) return null;
  const { title = '', answer = '', asked = '', sources = '', field = '', unit = '', since = '', until = '', review = '' } = kept;
  return { was: Number(kept['was']), draft: { title, answer, asked, sources, field, unit, since, until, review } };
}
