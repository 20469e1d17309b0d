// What staff are told in the system, and what of it one has read.

import { answer, client } from './client';
import type { components, operations } from './schema';
import type { Page } from './types';

export type Notice = components['schemas']['NoticeTold'];

export type NoticesQuery = NonNullable<operations['notices']['parameters']['query']>;

export function listNotices(query: NoticesQuery, signal?: AbortSignal): Promise<Page<Notice>> {
  return answer(client.GET('/api/v1/notices', { params: { query }, signal }));
}

/** How many one has not read; 100 is that many or more. */
export async function unreadNotices(signal?: AbortSignal): Promise<number> {
  return (await answer(client.GET('/api/v1/notice-counts', { signal }))).unread;
}

export async function readNotice(id: number): Promise<void> {
  await answer(client.POST('/api/v1/notices/{id}/read', { params: { path: { id } } }));
}

/** All up to the newest that one was shown. */
export async function readNotices(until: number): Promise<void> {
  await answer(client.POST('/api/v1/notices/read', { body: { until } }));
}
