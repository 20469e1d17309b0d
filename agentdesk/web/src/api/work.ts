// Requests of those who work for a unit: what waits for it, what they do, how it stands.

import { answer, client } from './client';
import type { components, operations } from './schema';

type Schemas = components['schemas'];
export type Inbox = Schemas['Inbox'];
export type InboxItem = Schemas['InboxItem'];
export type UnitFigures = Schemas['UnitFigures'];
export type Attachment = Schemas['Attachment'];
export type InboxQuery = NonNullable<operations['inbox']['parameters']['query']>;

export function getInbox(query: InboxQuery, signal?: AbortSignal): Promise<Inbox> {
  return answer(client.GET('/api/v1/inbox', { params: { query }, signal }));
}

/** When offices close next: what a finish is usually promised for. */
export async function finishTimes(signal?: AbortSignal): Promise<string[]> {
  return (await answer(client.GET('/api/v1/finish-times', { signal }))).items.map((one) => one.at);
}

export async function unitFigures(since: string, signal?: AbortSignal): Promise<UnitFigures[]> {
  return (await answer(client.GET('/api/v1/unit-figures', { params: { query: { since } }, signal }))).items;
}

/** Does something to a ticket of which one saw a version. The acts of the law engine have one shape: the last part of the address names them. */
export async function doAct(code: string, act: string, version: number, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const path = `/api/v1/tickets/{code}/${act}` as '/api/v1/tickets/{code}/accept';
  await answer(client.POST(path, { params: { path: { code } }, body: { version, act: fields as Record<string, never> } }));
}

/** Adds a file to a ticket. Of a unit's people it shows their work. */
export function attachFile(code: string, file: Blob, name: string, signal?: AbortSignal): Promise<Attachment> {
  return answer(
    client.POST('/api/v1/tickets/{code}/attachments', {
      params: { path: { code }, query: { name } },
      body: file as unknown as string, // the description's word for bytes
      bodySerializer: (body) => body,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal,
    }),
  );
}
