// The HTTP API, one function a request, on the client generated from its
// description. Failures are ApiErrors, whatever went wrong.

import createClient from 'openapi-fetch';
import type { Card } from '../desk/protocol';
import { currentLanguage } from '../i18n';
import { why } from '../shell/why';
import { fetchOrTake } from './ahead';
import type { paths } from './schema';
import type {
  Callback,
  CallDetail,
  CallRecord,
  CallbacksQuery,
  CallsQuery,
  Incident,
  IncidentDraft,
  IncidentsQuery,
  IncidentPreview,
  NewTicket,
  Operator,
  Person,
  Page,
  Problem,
  Queue,
  ServiceLevel,
  Ticket,
  TicketEvent,
  TicketNews,
  TicketsQuery,
  Trunk,
  User,
} from './types';

/** A request that failed: status 0 when no answer came at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { location?: string; message?: string }[];
  /** Seconds to wait before another try, where the server said so. */
  readonly retryAfter: number;
  /** The draft that stands in the place of the one that was to be kept. */
  readonly draft: Problem['draft'];
  /** The code of the ticket that the same draft has become before, by other words; '': none. */
  readonly ticket: string;

  constructor(status: number, problem: Partial<Problem> = {}, retryAfter = 0) {
    super(problem.detail ?? '');
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? '';
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
    this.draft = problem.draft;
    this.ticket = problem.ticket ?? '';
  }

  get offline(): boolean {
    return this.status === 0;
  }

  /** It is not, or is no more, for who asked: what of it is still on the screen goes. */
  get withdrawn(): boolean {
    return this.status === 403 || this.status === 404;
  }
}

// Several values of one name go with commas between them, as the server reads them: of repeated names it reads the first alone.
export const client = createClient<paths>({ credentials: 'same-origin', fetch: fetchOrTake, querySerializer: { array: { style: 'form', explode: false } } });

/** Whom this page was made for, by user name; '': nobody yet. */
let whose = '';

/** The session is the browser's, and another tab may sign somebody else in: every request says whose page asks, and is refused as another's. */
export function pageIsOf(username: string): void {
  whose = username;
}

/** Likewise for what is asked for past the client. */
export const asWhom = (): Record<string, string> => (whose === '' ? {} : { 'X-Hotline-As': whose });

/** How far this machine's clock is behind the server's, in ms; to the second. */
let clockOffset = 0;

export function serverOffset(): number {
  return clockOffset;
}

client.use({
  onResponse({ response }) {
    const at = Date.parse(response.headers.get('Date') ?? '');
    // The header has whole seconds: a difference below one is none.
    if (!Number.isNaN(at)) clockOffset = Math.abs(at - Date.now()) < 1000 ? 0 : at - Date.now();
  },
  // What the server says to people, it says in the language of the screen.
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLanguage());
    for (const [name, value] of Object.entries(asWhom())) request.headers.set(name, value);
    return request;
  },
});
const unauthorised = new Set<(code: string) => void>();

/** Tells when any request finds the session gone (401), or that it is another person's by now (other_person). */
export function onUnauthorised(listener: (code: string) => void): () => void {
  unauthorised.add(listener);
  return () => unauthorised.delete(listener);
}

/** The session is gone: whoever listens is told. */
export const tellUnauthorised = (code = '') => unauthorised.forEach((listener) => listener(code));

/** The answer's data, or an ApiError. */
export async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0);
  }
  const { data, error, response } = result;
  if (response.ok) return data as T;
  const problem = typeof error === 'object' && error !== null ? (error as Partial<Problem>) : {};
  if (response.status === 401) tellUnauthorised(problem.code);
  throw new ApiError(response.status, problem, Number(response.headers.get('Retry-After') ?? 0) || 0);
}

/** Who is signed in; null: nobody (204, without a body). */
export async function currentUser(signal?: AbortSignal): Promise<User | null> {
  return (await answer<{ user: User } | undefined>(client.GET('/api/v1/sessions/current', { signal })))?.user ?? null;
}

export async function signOut(): Promise<void> {
  await answer(client.DELETE('/api/v1/sessions/current'));
}

/** Is the session still good? Rejects when the server cannot be asked. */
export const stillSignedIn = async () => (await currentUser()) !== null;

export function listCalls(query: CallsQuery, signal?: AbortSignal): Promise<Page<CallRecord>> {
  return answer(client.GET('/api/v1/calls', { params: { query: { ...query, ...why() } }, signal }));
}

export function getCall(id: string, signal?: AbortSignal): Promise<CallDetail> {
  return answer(client.GET('/api/v1/calls/{id}', { params: { path: { id }, query: why() }, signal }));
}

/** The number of a caller who withheld it. Every reading is noted. */
export async function withheldNumber(id: string): Promise<string> {
  return (await answer(client.GET('/api/v1/calls/{id}/withheld-number', { params: { path: { id }, query: why() } }))).number;
}

/** Marks a call to be looked at, or takes the mark away. */
export async function flagCall(id: string, flagged: boolean, note: string): Promise<void> {
  await answer(client.PUT('/api/v1/calls/{id}/flag', { params: { path: { id } }, body: { flagged, note } }));
}

export function fileTicket(ticket: NewTicket, key: string): Promise<Ticket> {
  return answer(client.POST('/api/v1/tickets', { body: ticket, params: { header: { 'Idempotency-Key': key } } }));
}

export function listTickets(query: TicketsQuery, signal?: AbortSignal): Promise<Page<Ticket>> {
  return answer(client.GET('/api/v1/tickets', { params: { query: { ...query, ...why() } }, signal }));
}

export function getTicket(code: string, signal?: AbortSignal): Promise<Ticket> {
  return answer(client.GET('/api/v1/tickets/{code}', { params: { path: { code }, query: why() }, signal }));
}

/** What was done to a ticket since a version, without what it says. */
export function ticketNews(code: string, since: number, signal?: AbortSignal): Promise<TicketNews> {
  return answer(client.GET('/api/v1/tickets/{code}/news', { params: { path: { code }, query: { since } }, signal }));
}

/** What happened to a ticket before its newest history, the last first. */
export function getHistory(code: string, cursor: string): Promise<Page<TicketEvent>> {
  return answer(client.GET('/api/v1/tickets/{code}/history', { params: { path: { code }, query: { cursor } } }));
}

/** What was heard in a message, for the ticket that was made of it; once. */
export function sortTicket({ code, version }: Ticket, heard: NewTicket): Promise<Ticket> {
  return answer(client.POST('/api/v1/tickets/{code}/sort', { params: { path: { code } }, body: { ...heard, call_id: '', version } }));
}

/** The newest incidents; the open one, if any, is the first. */
export async function recentIncidents(signal?: AbortSignal): Promise<Incident[]> {
  return (await answer(client.GET('/api/v1/incidents', { params: { query: { limit: 20 } }, signal }))).items;
}

/** Those that are over, a page of them in an order. */
export function pastIncidents(query: IncidentsQuery, signal?: AbortSignal): Promise<Page<Incident>> {
  return answer(client.GET('/api/v1/incidents', { params: { query: { ...query, state: 'closed' } }, signal }));
}

export function getIncident(id: number, signal?: AbortSignal): Promise<Incident> {
  return answer(client.GET('/api/v1/incidents/{id}', { params: { path: { id } }, signal }));
}

export function openIncident(draft: IncidentDraft): Promise<Incident> {
  return answer(client.POST('/api/v1/incidents', { body: draft }));
}

export function editIncident(id: number, revision: number, draft: IncidentDraft): Promise<Incident> {
  return answer(client.PATCH('/api/v1/incidents/{id}', { params: { path: { id } }, body: { ...draft, revision } }));
}

export function closeIncident(id: number): Promise<Incident> {
  return answer(client.POST('/api/v1/incidents/{id}/close', { params: { path: { id } } }));
}

export function previewIncident(draft: IncidentDraft): Promise<IncidentPreview> {
  return answer(client.POST('/api/v1/incidents/preview', { body: draft }));
}

/** What callers hear of a revision; the address changes with it, so that no old sound is played. */
export function incidentVoiceAddress(id: number, revision: number): string {
  return `/api/v1/incidents/${id}/voice?heard=${revision}`;
}

/** Lets a recorded voice say the revision's words; without a file the synthesiser speaks again. */
export async function giveIncidentVoice(id: number, revision: number, file: File | null): Promise<void> {
  const params = { path: { id }, query: { revision } };
  if (!file) {
    await answer(client.DELETE('/api/v1/incidents/{id}/voice', { params }));
    return;
  }
  await answer(
    client.PUT('/api/v1/incidents/{id}/voice', {
      params,
      body: file as unknown as string, // the description's word for bytes
      bodySerializer: (body) => body,
      headers: { 'Content-Type': 'audio/wav' },
    }),
  );
}

export async function listCallbacks(state: 'open' | 'ended', signal?: AbortSignal): Promise<Callback[]> {
  const page = (cursor?: string) =>
    answer(client.GET('/api/v1/callbacks', { params: { query: { state, limit: 200, ...(cursor ? { cursor } : {}), ...why() } }, signal }));
  // Nobody who waits may be left out; of those who are settled, the last.
  return state === 'open' ? all(page) : (await page()).items;
}

/** A page of them, in an order. */
export function pageOfCallbacks(query: CallbacksQuery, signal?: AbortSignal): Promise<Page<Callback>> {
  return answer(client.GET('/api/v1/callbacks', { params: { query: { ...query, ...why() } }, signal }));
}

export function cancelCallback(id: number, note: string): Promise<Callback> {
  return answer(client.PATCH('/api/v1/callbacks/{id}', { params: { path: { id } }, body: { state: 'cancelled', note } }));
}

/** Gives a call-back to an operator; '': to whoever is free. */
export function giveCallback(id: number, operator: string): Promise<Callback> {
  return answer(client.PUT('/api/v1/callbacks/{id}/given-to', { params: { path: { id } }, body: { operator } }));
}

export function callbackDone(id: number, note: string): Promise<Callback> {
  return answer(client.POST('/api/v1/callbacks/{id}/done', { params: { path: { id } }, body: { note } }));
}

/** What is known of a number, of whatever call it is. */
export function getCaller(number: string, signal?: AbortSignal): Promise<Card> {
  return answer(client.GET('/api/v1/callers/{number}', { params: { path: { number } }, signal }));
}

/** What everybody who has an account is called. */
export function allPeople(signal?: AbortSignal): Promise<Person[]> {
  return all(() => answer(client.GET('/api/v1/people', { signal })));
}

/** With the shift leaders who are at a desk. */
export function allStaff(signal?: AbortSignal): Promise<Operator[]> {
  return all(() => answer(client.GET('/api/v1/operators', { params: { query: { supervisors: true } }, signal })));
}

export function allQueues(signal?: AbortSignal): Promise<Queue[]> {
  return all(() => answer(client.GET('/api/v1/queues', { signal })));
}

export function allTrunks(signal?: AbortSignal): Promise<Trunk[]> {
  return all(() => answer(client.GET('/api/v1/trunks', { signal })));
}

/** How today's callers fared. */
export function serviceLevel(signal?: AbortSignal): Promise<ServiceLevel> {
  return answer(client.GET('/api/v1/service-level', { signal }));
}

export async function all<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next } = await page(cursor);
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor);
  return items;
}
