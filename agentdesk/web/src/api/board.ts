// What has to be done by when, and what waits for a decision.

import { answer, client } from './client';
import type { components } from './schema';
import type { Page } from './types';

export type DueItem = components['schemas']['DueItem'];
export type OpenItem = components['schemas']['OpenItem'];
export type LeadershipRow = components['schemas']['LeadershipRow'];

/** Terms that run out within so many hours, and those that have, the earliest first. */
export function listDue(within: number, cursor: string, signal?: AbortSignal): Promise<Page<DueItem>> {
  return answer(client.GET('/api/v1/due', { params: { query: { within, ...(cursor ? { cursor } : {}) } }, signal }));
}

export function listOpenItems(kind: OpenItem['kind'], cursor: string, signal?: AbortSignal): Promise<Page<OpenItem>> {
  return answer(client.GET('/api/v1/open-items', { params: { query: { kind, ...(cursor ? { cursor } : {}) } }, signal }));
}

export function listLeadership(cursor: string, signal?: AbortSignal): Promise<Page<LeadershipRow>> {
  return answer(client.GET('/api/v1/leadership-reports', { params: { query: cursor ? { cursor } : {} }, signal }));
}
