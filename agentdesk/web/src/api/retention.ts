// Requests about how long recordings are kept, what is deleted, and what the law keeps.

import type { components, operations } from './schema';
import { why } from '../shell/why';
import { answer, client } from './client';
import type { Page } from './types';

export type RetentionRules = components['schemas']['RetentionRules'];
export type DeletionPlan = components['schemas']['DeletionPlan'];
export type DeletionItem = components['schemas']['DeletionItem'];
export type LegalHold = components['schemas']['LegalHold'];
export type PlacedHold = components['schemas']['PlacedHold'];
export type PlansQuery = NonNullable<operations['deletionPlans']['parameters']['query']>;
export type ItemsQuery = NonNullable<operations['deletionItems']['parameters']['query']>;
export type HoldsQuery = NonNullable<operations['legalHolds']['parameters']['query']>;

/** What a hold is of. */
export type HoldOf = { call: string } | { ticket: string };

export function retentionRules(signal?: AbortSignal): Promise<RetentionRules> {
  return answer(client.GET('/api/v1/retention-rules', { signal }));
}

export function listPlans(query: PlansQuery, signal?: AbortSignal): Promise<Page<DeletionPlan>> {
  return answer(client.GET('/api/v1/deletion-plans', { params: { query }, signal }));
}

export function getPlan(id: string, signal?: AbortSignal): Promise<DeletionPlan> {
  return answer(client.GET('/api/v1/deletion-plans/{id}', { params: { path: { id } }, signal }));
}

export function listItems(query: ItemsQuery, signal?: AbortSignal): Promise<Page<DeletionItem>> {
  return answer(client.GET('/api/v1/deletion-items', { params: { query }, signal }));
}

export function stopPlan(id: string, reason: string): Promise<DeletionPlan> {
  return answer(client.POST('/api/v1/deletion-plans/{id}/stop', { params: { path: { id } }, body: { reason } }));
}

/** Where a plan's certificate is to be had: a ZIP with its signature, and how to verify it. */
export function certificateAddress(id: string): string {
  return `/api/v1/deletion-plans/${encodeURIComponent(id)}/certificate`;
}

export function listHolds(query: HoldsQuery, signal?: AbortSignal): Promise<Page<LegalHold>> {
  return answer(client.GET('/api/v1/legal-holds', { params: { query: { ...query, ...why() } }, signal }));
}

export function placeHold(of: HoldOf, reason: string, document: string): Promise<PlacedHold> {
  return answer(client.POST('/api/v1/legal-holds', { body: { ...of, reason, ...(document && { document }) } }));
}

export function liftHold(id: string, reason: string): Promise<LegalHold> {
  return answer(client.POST('/api/v1/legal-holds/{id}/lift', { params: { path: { id } }, body: { reason } }));
}
