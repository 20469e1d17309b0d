// The HTTP API, one function a request, on the client generated from its
// description. Failures are ApiErrors, whatever went wrong.

import createClient from 'openapi-fetch';
import type { Card } from '../desk/protocol';
import { currentLanguage } from '../i18n';
import type { paths } from './schema';
import type { CallDetail, CallRecord, CallsQuery, Field, NewTicket, Operator, Page, Problem, Ticket, TicketsQuery, Unit, User } from './types';

/** A request that failed: status 0 when no answer came at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly { location?: string; message?: string }[];
  /** Seconds to wait before another try, where the server said so. */
  readonly retryAfter: number;

  constructor(status: number, problem: Partial<Problem> = {}, retryAfter = 0) {
    super(problem.detail ?? '');
    this.name = 'ApiError';
    this.status = status;
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

const client = createClient<paths>({ credentials: 'same-origin' });
client.use({
  // What the server says to people, it says in the language of the screen.
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLanguage());
    return request;
  },
});
const unauthorised = new Set<() => void>();

/** Tells when any request finds the session gone (401). */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.add(listener);
  return () => unauthorised.delete(listener);
}

/** The answer's data, or an ApiError. */
async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0);
  }
  const { data, error, response } = result;
  if (response.ok) return data as T;
  if (response.status === 401) for (const listener of unauthorised) listener();
  const problem = typeof error === 'object' && error !== null ? (error as Partial<Problem>) : {};
  throw new ApiError(response.status, problem, Number(response.headers.get('Retry-After') ?? 0) || 0);
}

export async function signIn(username: string, password: string): Promise<User> {
  return (await answer(client.POST('/api/v1/sessions', { body: { username, password } }))).user;
}

/** Who is signed in; null: nobody (204, without a body). */
export async function currentUser(signal?: AbortSignal): Promise<User | null> {
  return (await answer<{ user: User } | undefined>(client.GET('/api/v1/sessions/current', { signal })))?.user ?? null;
}

export async function signOut(): Promise<void> {
  await answer(client.DELETE('/api/v1/sessions/current'));
}

/** Is the session still good? Rejects when the server cannot be asked. */
export async function stillSignedIn(): Promise<boolean> {
  return (await currentUser()) !== null;
}

export function listCalls(query: CallsQuery, signal?: AbortSignal): Promise<Page<CallRecord>> {
  return answer(client.GET('/api/v1/calls', { params: { query }, signal }));
}

export function getCall(id: string, signal?: AbortSignal): Promise<CallDetail> {
  return answer(client.GET('/api/v1/calls/{id}', { params: { path: { id } }, signal }));
}

/** Where a recording is heard, or saved to a file. */
export function recordingAddress(id: string, download = false): string {
  return `/api/v1/recordings/${encodeURIComponent(id)}/audio${download ? '?download=1' : ''}`;
}

export function fileTicket(ticket: NewTicket, key: string): Promise<Ticket> {
  return answer(client.POST('/api/v1/tickets', { body: ticket, params: { header: { 'Idempotency-Key': key } } }));
}

export function listTickets(query: TicketsQuery, signal?: AbortSignal): Promise<Page<Ticket>> {
  return answer(client.GET('/api/v1/tickets', { params: { query }, signal }));
}

export function getTicket(code: string, signal?: AbortSignal): Promise<Ticket> {
  return answer(client.GET('/api/v1/tickets/{code}', { params: { path: { code } }, signal }));
}

/** What is known of a number, of whatever call it is. */
export function getCaller(number: string, signal?: AbortSignal): Promise<Card> {
  return answer(client.GET('/api/v1/callers/{number}', { params: { path: { number } }, signal }));
}

/** Every unit; the list is short, and is searched in the browser. */
export function allUnits(signal?: AbortSignal): Promise<Unit[]> {
  return all((cursor) => answer(client.GET('/api/v1/units', { params: { query: { cursor } }, signal })));
}

export function allFields(signal?: AbortSignal): Promise<Field[]> {
  return all(() => answer(client.GET('/api/v1/fields', { signal })));
}

export function allOperators(signal?: AbortSignal): Promise<Operator[]> {
  return all(() => answer(client.GET('/api/v1/operators', { signal })));
}

async function all<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next } = await page(cursor);
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor);
  return items;
}
