// The HTTP API, one function a request. Failures are ApiErrors, whatever went wrong.

import type { CallDetail, CallRecord, Field, NewTicket, Operator, Page, Ticket, Unit, User } from './types';

/** RFC 9457 problem details, as the server writes them. */
interface Problem {
  detail?: string;
  code?: string;
  errors?: { location?: string; message?: string }[];
}

/** A request that failed: status 0 when no answer came at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { location?: string; message?: string }[];
  /** Seconds to wait before another try, where the server said so. */
  readonly retryAfter: number;

  constructor(status: number, problem: Problem = {}, retryAfter = 0) {
    super(problem.detail ?? '');
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? '';
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

type Query = Readonly<Record<string, string | number | undefined>>;

interface Options {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const unauthorised = new Set<() => void>();

/** Tells when any request finds the session gone (401). */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.add(listener);
  return () => unauthorised.delete(listener);
}

async function request(method: string, path: string, options: Options = {}): Promise<unknown> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const suffix = query.size > 0 ? `?${query.toString()}` : '';
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}${suffix}`, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0);
  }
  if (response.status === 204) return undefined;
  const text = await response.text();
  const value = parse(text);
  if (!response.ok) {
    const problem = typeof value === 'object' && value !== null ? (value as Problem) : {};
    if (response.status === 401 && path !== '/sessions') for (const listener of unauthorised) listener();
    throw new ApiError(response.status, problem, Number(response.headers.get('Retry-After') ?? 0) || 0);
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function signIn(username: string, password: string): Promise<User> {
  return ((await request('POST', '/sessions', { body: { username, password } })) as { user: User }).user;
}

export async function currentUser(signal?: AbortSignal): Promise<User> {
  const value = (await request('GET', '/sessions/current', signal ? { signal } : {})) as User | { user: User };
  return 'user' in value ? value.user : value;
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/sessions/current');
}

/** Is the session still good? Rejects when the server cannot be asked. */
export async function stillSignedIn(): Promise<boolean> {
  try {
    await currentUser();
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}

export async function listCalls(query: Query, signal?: AbortSignal): Promise<Page<CallRecord>> {
  return (await request('GET', '/calls', { query, ...(signal ? { signal } : {}) })) as Page<CallRecord>;
}

export async function getCall(id: string, signal?: AbortSignal): Promise<CallDetail> {
  return (await request('GET', `/calls/${encodeURIComponent(id)}`, signal ? { signal } : {})) as CallDetail;
}

/** Where a recording is heard, or saved to a file. */
export function recordingAddress(id: string, download = false): string {
  return `/api/v1/recordings/${encodeURIComponent(id)}/audio${download ? '?download=1' : ''}`;
}

export async function fileTicket(ticket: NewTicket, key: string): Promise<Ticket> {
  return (await request('POST', '/tickets', { body: ticket, headers: { 'Idempotency-Key': key } })) as Ticket;
}

export async function listTickets(query: Query, signal?: AbortSignal): Promise<Page<Ticket>> {
  return (await request('GET', '/tickets', { query, ...(signal ? { signal } : {}) })) as Page<Ticket>;
}

export async function getTicket(code: string, signal?: AbortSignal): Promise<Ticket> {
  return (await request('GET', `/tickets/${encodeURIComponent(code)}`, signal ? { signal } : {})) as Ticket;
}

/** Every unit; the list is short, and is searched in the browser. */
export function allUnits(signal?: AbortSignal): Promise<Unit[]> {
  return all<Unit>('/units', signal);
}

export function allFields(signal?: AbortSignal): Promise<Field[]> {
  return all<Field>('/fields', signal);
}

export function allOperators(signal?: AbortSignal): Promise<Operator[]> {
  return all<Operator>('/operators', signal);
}

async function all<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = (await request('GET', path, { query: { cursor }, ...(signal ? { signal } : {}) })) as Page<T>;
    items.push(...(page.items ?? []));
    cursor = page.next ?? undefined;
  } while (cursor);
  return items;
}
