// A ticket's files.

import { answer, client } from './client';
import type { components, operations } from './schema';

export type Attachment = components['schemas']['Attachment'];
export type Purpose = NonNullable<NonNullable<operations['attach']['parameters']['query']>['purpose']>;

/** The largest file that the server takes, in bytes (attachment.MaxBytes). */
export const MOST_BYTES = 25 << 20;

export function fileAddress(code: string, id: string): string {
  return `/api/v1/tickets/${encodeURIComponent(code)}/attachments/${encodeURIComponent(id)}`;
}

/** Adds a file to a ticket, as it is; without a purpose, what is usual of whoever adds it. */
export function attachFile(code: string, file: Blob, name: string, purpose?: Purpose): Promise<Attachment> {
  return answer(
    client.POST('/api/v1/tickets/{code}/attachments', {
      params: { path: { code }, query: { name, ...(purpose ? { purpose } : {}) } },
      body: file as unknown as string, // the description's word for bytes
      bodySerializer: (body) => body,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
}
