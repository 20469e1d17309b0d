// What is asked before the scripts are there that want it: 150 ms away, an answer takes as long as 30 KB.

import { readHome } from '../home';
import { remembered } from '../shell/remember';

/** How long an answer is as good as a new one, in ms: the slowest beginning. */
const FRESH = 30_000;

const SESSION = '/api/v1/sessions/current';

/** By address, each for whoever asks first. */
const sent = new Map<string, { at: number; response: Promise<Response | null> }>();

/** What the pages that are opened outdoors begin with, by their address, for whoever begins at home; null: nothing. */
function content(pathname: string, search: string, home: string | null): string | null {
  // Where nobody ever signed in it would be refused.
  if (home === null) return null;
  // Who begins elsewhere has no inbox, and would be refused it.
  if (pathname === '/work' && search === '') return home === '/work' ? '/api/v1/inbox' : null;
  const code = /^\/tickets\/([\d-]+)$/.exec(pathname)?.[1];
  return code === undefined ? null : `/api/v1/tickets/${code}`;
}

/** Asks who is signed in, and for what stands on the page of an address. */
export function askAhead({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  send(SESSION);
  const home = readHome();
  const page = content(pathname === '/' ? (home ?? '') : pathname, search, home);
  // Whoever audits says why with each request.
  if (page !== null && sessionStorage.getItem('hotline.why') === null) send(page);
}

function send(address: string): void {
  const headers = { 'Accept-Language': remembered('hotline.language') === 'en' ? 'en' : 'vi' };
  sent.set(address, { at: performance.now(), response: fetch(address, { credentials: 'same-origin', headers }).catch(() => null) });
}

/** As fetch, with the answer to what was asked ahead. What failed there, was refused, or is old by now is asked anew. */
export async function fetchOrTake(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const address = pathname + search;
  const ahead = request.method === 'GET' ? sent.get(address) : undefined;
  sent.delete(address);
  const response = ahead && performance.now() - ahead.at < FRESH ? await ahead.response : null;
  return response?.ok ? response : fetch(request);
}
