// Requests about the knowledge base: what is answered from, and what becomes of it.

import { answer, client } from './client';
import type { components, operations } from './schema';
import type { Page } from './types';

type Schemas = components['schemas'];
export type ArticleFound = Schemas['ArticleFound'];
export type ArticleLine = Schemas['ArticleLine'];
export type Article = Schemas['Article'];
export type ArticleVersion = Schemas['ArticleVersion'];
export type ArticleDraft = Schemas['ArticleDraft'];
export type ArticleUse = Schemas['ArticleUse'];
export type ArticleUsage = Schemas['ArticleUsage'];
export type ArticleGap = Schemas['ArticleGap'];
export type Abbreviation = Schemas['Abbreviation'];
export type ArticlesQuery = NonNullable<operations['articles']['parameters']['query']>;

/** What answers a question today, best first; articles of the field come first. */
export async function searchArticles(q: string, field: string, limit: number, signal?: AbortSignal): Promise<ArticleFound[]> {
  return (await answer(client.GET('/api/v1/article-search', { params: { query: { q, limit, ...(field ? { field } : {}) } }, signal }))).items;
}

export function listArticles(query: ArticlesQuery, signal?: AbortSignal): Promise<Page<ArticleLine>> {
  return answer(client.GET('/api/v1/articles', { params: { query }, signal }));
}

export function getArticle(id: number, signal?: AbortSignal): Promise<Article> {
  return answer(client.GET('/api/v1/articles/{id}', { params: { path: { id } }, signal }));
}

/** Keeps a draft: as a new article where id is 0, else as the version after was. */
export function saveArticle(id: number, was: number, draft: ArticleDraft): Promise<Article> {
  if (id === 0) return answer(client.POST('/api/v1/articles', { body: draft }));
  return answer(client.POST('/api/v1/articles/{id}/versions', { params: { path: { id } }, body: { ...draft, was } }));
}

export type ArticleAct = 'submit' | 'approve' | 'return';

export function doArticle(id: number, act: ArticleAct, version: number, note = ''): Promise<Article> {
  const params = { path: { id } };
  const body = { version, ...(note ? { note } : {}) };
  if (act === 'submit') return answer(client.POST('/api/v1/articles/{id}/submit', { params, body }));
  if (act === 'approve') return answer(client.POST('/api/v1/articles/{id}/approve', { params, body }));
  return answer(client.POST('/api/v1/articles/{id}/return', { params, body }));
}

export function withdrawArticle(id: number, reason: string): Promise<Article> {
  return answer(client.POST('/api/v1/articles/{id}/withdraw', { params: { path: { id } }, body: { reason } }));
}

/** Notes that somebody took an article's words, and for which call or ticket. */
export async function noteUse(id: number, of: { call?: string; ticket?: string }): Promise<void> {
  await answer(client.POST('/api/v1/articles/{id}/uses', { params: { path: { id } }, body: of }));
}

export function listUses(id: number, cursor: string, signal?: AbortSignal): Promise<Page<ArticleUse>> {
  return answer(client.GET('/api/v1/articles/{id}/uses', { params: { path: { id }, query: cursor ? { cursor } : {} }, signal }));
}

export type UsageQuery = NonNullable<operations['articleUsage']['parameters']['query']>;
export type GapsQuery = NonNullable<operations['articleGaps']['parameters']['query']>;
export type AbbreviationsQuery = NonNullable<operations['abbreviations']['parameters']['query']>;

export async function articleUsage(query: UsageQuery, signal?: AbortSignal): Promise<ArticleUsage[]> {
  return (await answer(client.GET('/api/v1/article-usage', { params: { query }, signal }))).items;
}

/** Notes that a search found nothing of use. */
export async function reportGap(typed: string): Promise<void> {
  await answer(client.POST('/api/v1/article-gaps', { body: { typed } }));
}

export async function articleGaps(query: GapsQuery, signal?: AbortSignal): Promise<ArticleGap[]> {
  return (await answer(client.GET('/api/v1/article-gaps', { params: { query }, signal }))).items;
}

export async function settleGap(id: number): Promise<void> {
  await answer(client.POST('/api/v1/article-gaps/{id}/settle', { params: { path: { id } } }));
}

export async function allAbbreviations(query: AbbreviationsQuery, signal?: AbortSignal): Promise<Abbreviation[]> {
  return (await answer(client.GET('/api/v1/abbreviations', { params: { query }, signal }))).items;
}

export async function saveAbbreviation(short: string, long: string[]): Promise<Abbreviation[]> {
  return (await answer(client.POST('/api/v1/abbreviations', { body: { short, long } }))).items;
}

export async function dropAbbreviation(name: string): Promise<void> {
  await answer(client.DELETE('/api/v1/abbreviations/{name}', { params: { path: { name } } }));
}
