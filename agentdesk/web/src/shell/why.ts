// Why somebody who audits looks at people and hears recordings (Điều 12.2, 19). The server shows
// them nobody and plays them nothing without a reason, and keeps it with each look. It is
// said once and holds until it is changed, or whoever said it signs out: in this tab alone.

import { useSyncExternalStore } from 'react';

const STORED = 'hotline.why';
const listeners = new Set<() => void>();
let reason = sessionStorage.getItem(STORED) ?? '';

/** Whether a text says why, by the server's rule (internal/ticket, Reason): three letters or digits. */
export function saysWhy(text: string): boolean {
  return (text.match(/[\p{L}\p{Nd}]/gu) ?? []).length >= 3;
}

export function setWhy(next: string): void {
  reason = next.trim();
  sessionStorage.setItem(STORED, reason);
  for (const listener of listeners) listener();
}

export function currentWhy(): string {
  return reason;
}

/** Whether a page can have recordings: a call's own, a ticket's. */
export function hearsAt(pathname: string): boolean {
  return /^\/(calls|tickets)\/./.test(pathname);
}

/** The reason as a part of a request: nothing while there is none. */
export function why(): { reason?: string } {
  return reason ? { reason } : {};
}

/** An address with the reason in it. */
export function withWhy(address: string, said: string): string {
  return said ? `${address}${address.includes('?') ? '&' : '?'}reason=${encodeURIComponent(said)}` : address;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWhy(): string {
  return useSyncExternalStore(subscribe, currentWhy);
}
