// A ticket's files.

import { ApiError, tellUnauthorised } from './client';
import type { Problem } from './types';
import { currentLanguage } from '../i18n';

export type Purpose = 'evidence' | 'progress' | 'reply';

/** The largest file that the server takes (attachment.MaxBytes). */
export const MOST_BYTES = 25 << 20;

export function fileAddress(code: string, id: string): string {
  return `/api/v1/tickets/${encodeURIComponent(code)}/attachments/${encodeURIComponent(id)}`;
}

/** Adds a file to a ticket, as it is. Rejects with ApiError. */
export async function addFile(code: string, file: File, purpose: Purpose): Promise<void> {
  const address = `/api/v1/tickets/${encodeURIComponent(code)}/attachments?${new URLSearchParams({ purpose, name: file.name }).toString()}`;
  let response: Response;
  try {
    response = await fetch(address, { method: 'POST', body: file, credentials: 'same-origin', headers: { 'Content-Type': 'application/octet-stream', 'Accept-Language': currentLanguage() } });
  } catch {
    throw new ApiError(0);
  }
  if (response.status === 401) tellUnauthorised();
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => ({}))) as Partial<Problem>);
}
