// An article's words as they go into what somebody writes.

import type { ArticleFound } from '../api/knowledge';

/** The text with an answer behind it, a blank line between; the same answer is not put in twice. */
export function withAnswer(text: string, answer: string): string {
  const before = text.trimEnd();
  if (before === '') return answer;
  return before.includes(answer) ? text : `${before}\n\n${answer}`;
}

/** What an answer rests on: the article, and the law that it names, behind what stands there already; nothing twice. */
export function withBasis(basis: string, article: Pick<ArticleFound, 'title' | 'sources'>): string {
  const before = basis.split(';').map((part) => part.trim()).filter(Boolean);
  return [...new Set([...before, article.title, ...article.sources.map((source) => source.title).filter(Boolean)])].join('; ').slice(0, 500);
}

/** Where the choice among so many goes by a key; -1: to none. */
export function step(key: string, at: number, of: number): number {
  if (of === 0) return -1;
  if (key === 'ArrowDown') return (at + 1) % of;
  if (key === 'ArrowUp') return at <= 0 ? of - 1 : at - 1;
  return at;
}
