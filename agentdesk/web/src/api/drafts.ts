// One's own drafts, kept at the server.

import { answer, client } from './client';
import type { components } from './schema';

export type Draft = components['schemas']['Draft'];
type Fields = Draft['fields'];

/** null: there is none. */
export async function getDraft(key: string): Promise<Draft | null> {
  return (await answer<Draft | undefined>(client.GET('/api/v1/drafts/{key}', { params: { path: { key } } }))) ?? null;
}

/** The version that it has then; was: that it is made on top of, 0: none. leaving: the page is closed, and nobody waits. */
export async function putDraft(key: string, was: number, fields: Fields, leaving: boolean): Promise<number> {
  return (await answer(client.PUT('/api/v1/drafts/{key}', { params: { path: { key } }, body: { version: was, fields }, keepalive: leaving }))).version;
}

export async function dropDraft(key: string): Promise<void> {
  await answer(client.DELETE('/api/v1/drafts/{key}', { params: { path: { key } }, keepalive: true }));
}
