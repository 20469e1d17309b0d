// Requests of those who work for a unit: what waits for it, what they do, how it stands.

import { answer, client } from './client';
import type { components, operations } from './schema';
import type { Ticket } from './types';

type Schemas = components['schemas'];
export type Inbox = Schemas['Inbox'];
export type InboxItem = Schemas['InboxItem'];
export type UnitFigures = Schemas['UnitFigures'];
export type InboxQuery = NonNullable<operations['inbox']['parameters']['query']>;

export function getInbox(query: InboxQuery, signal?: AbortSignal): Promise<Inbox> {
  return answer(client.GET('/api/v1/inbox', { params: { query }, signal }));
}

/** When offices close next: what a finish is usually promised for. */
export async function finishTimes(signal?: AbortSignal): Promise<string[]> {
  return (await answer(client.GET('/api/v1/finish-times', { signal }))).items.map((one) => one.at);
}

export type FiguresQuery = NonNullable<operations['unitFigures']['parameters']['query']>;

export async function unitFigures(query: FiguresQuery, signal?: AbortSignal): Promise<UnitFigures[]> {
  return (await answer(client.GET('/api/v1/unit-figures', { params: { query }, signal }))).items;
}

export type Colleague = Schemas['Colleague'];

/** Who can take over what units have of a ticket. */
export async function colleaguesOf(code: string, signal?: AbortSignal): Promise<Colleague[]> {
  return (await answer(client.GET('/api/v1/tickets/{code}/colleagues', { params: { path: { code } }, signal }))).items;
}

/** Does something to a ticket of which one saw a version. The acts of the law engine have one shape: the last part of the address names them. */
export function doAct(code: string, act: string, version: number, fields: Readonly<Record<string, unknown>>): Promise<Ticket> {
  const path = `/api/v1/tickets/{code}/${act}` as '/api/v1/tickets/{code}/accept';
  return answer(client.POST(path, { params: { path: { code } }, body: { version, act: fields as Record<string, never> } }));
}
