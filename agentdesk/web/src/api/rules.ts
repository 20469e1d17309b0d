// Requests about the rules by which tickets are handled: calendar, terms, wording, how much may be read.

import { answer, client } from './client';
import type { components, operations } from './schema';
import type { Page } from './types';

type Schemas = components['schemas'];
export type Calendar = Schemas['Calendar'];
export type CalendarSpec = Schemas['CalendarSpec'];
export type CalendarDay = Schemas['CalendarDay'];
export type CalendarVersion = Schemas['CalendarVersion'];
export type CalendarDraft = Schemas['CalendarDraft'];
export type CalendarPreview = Schemas['CalendarPreview'];
export type Policy = Schemas['Policy'];
export type PolicyTerms = Schemas['PolicyTerms'];
export type MessageTemplate = Schemas['MessageTemplate'];
/** accents: null where it is as configured. */
export interface TemplateDraft {
  text: string;
  accents: boolean | null;
}
export type TemplatePreview = Schemas['TemplatePreview'];
export type ReadingRule = Schemas['ReadingRule'];

/** The calendar that holds; year 0: this one. */
export function getCalendar(year: number, signal?: AbortSignal): Promise<Calendar> {
  return answer(client.GET('/api/v1/calendar', { params: { query: year ? { year } : {} }, signal }));
}

export type CalendarVersionsQuery = NonNullable<operations['calendarVersions']['parameters']['query']>;

export function calendarVersions(query: CalendarVersionsQuery, signal?: AbortSignal): Promise<Page<CalendarVersion>> {
  return answer(client.GET('/api/v1/calendar/versions', { params: { query: { limit: 20, ...query } }, signal }));
}

export function previewCalendar(draft: CalendarDraft): Promise<CalendarPreview> {
  return answer(client.POST('/api/v1/calendar/preview', { body: draft }));
}

/** past: how many deadlines are knowingly set into the past. */
export function saveCalendar(draft: CalendarDraft, note: string, past: number): Promise<Calendar> {
  return answer(client.POST('/api/v1/calendar/versions', { body: { ...draft, note, past } }));
}

export type PoliciesQuery = NonNullable<operations['policies']['parameters']['query']>;

/** Without an order: as they begin to hold. */
export async function allPolicies(query: PoliciesQuery, signal?: AbortSignal): Promise<Policy[]> {
  return (await answer(client.GET('/api/v1/policies', { params: { query }, signal }))).items;
}

export function keepPolicy(terms: PolicyTerms): Promise<Policy> {
  return answer(client.POST('/api/v1/policies', { body: terms }));
}

export async function withdrawPolicy(from: string): Promise<void> {
  await answer(client.DELETE('/api/v1/policies/{from}', { params: { path: { from } } }));
}

export type TemplatesQuery = NonNullable<operations['messageTemplates']['parameters']['query']>;

export async function allTemplates(query: TemplatesQuery, signal?: AbortSignal): Promise<MessageTemplate[]> {
  return (await answer(client.GET('/api/v1/message-templates', { params: { query }, signal }))).items;
}

export function getTemplate(key: string, signal?: AbortSignal): Promise<MessageTemplate> {
  return answer(client.GET('/api/v1/message-templates/{key}', { params: { path: { key } }, signal }));
}

export function previewTemplate(key: string, draft: TemplateDraft): Promise<TemplatePreview> {
  return answer(client.POST('/api/v1/message-templates/{key}/preview', { params: { path: { key } }, body: draft }));
}

/** was: the version that its author saw. */
export function saveTemplate(key: string, draft: TemplateDraft, was: number): Promise<MessageTemplate> {
  return answer(client.POST('/api/v1/message-templates/{key}/versions', { params: { path: { key } }, body: { ...draft, was } }));
}

export type ReadingRulesQuery = NonNullable<operations['readingRules']['parameters']['query']>;

export async function readingRules(query: ReadingRulesQuery, signal?: AbortSignal): Promise<ReadingRule[]> {
  return (await answer(client.GET('/api/v1/reading-rules', { params: { query }, signal }))).items;
}

export function setReadingRule(name: string, most: number): Promise<ReadingRule> {
  return answer(client.PUT('/api/v1/reading-rules/{name}', { params: { path: { name } }, body: { most } }));
}
