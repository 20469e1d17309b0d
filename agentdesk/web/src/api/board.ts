// What has to be done by when, and what waits for a decision.

import { answer, client } from './client';
import type { components, operations } from './schema';
import type { Page } from './types';

export type DueItem = components['schemas']['DueItem'];
export type DuePage = components['schemas']['DuePage'];
export type OpenItem = components['schemas']['OpenItem'];
export type LeadershipRow = components['schemas']['LeadershipRow'];

export type DueQuery = NonNullable<operations['due']['parameters']['query']>;
export type OpenItemsQuery = operations['openItems']['parameters']['query'];
export type LeadershipQuery = NonNullable<operations['leadershipReports']['parameters']['query']>;

/** Terms that run out, and those that have. */
export function listDue(query: DueQuery, signal?: AbortSignal): Promise<DuePage> {
  return answer(client.GET('/api/v1/due', { params: { query }, signal }));
}

export function listOpenItems(query: OpenItemsQuery, signal?: AbortSignal): Promise<Page<OpenItem>> {
  return answer(client.GET('/api/v1/open-items', { params: { query }, signal }));
}

export function listLeadership(query: LeadershipQuery, signal?: AbortSignal): Promise<Page<LeadershipRow>> {
  return answer(client.GET('/api/v1/leadership-reports', { params: { query }, signal }));
}
