// What would be published of a ticket, with what in it seems to tell of people.

import { answer, client } from './client';
import { fileAddress } from './files';
import type { components } from './schema';

export type Publication = components['schemas']['Publication'];
export type TextPart = components['schemas']['TextPart'];

/** Looks at words that may be published; nothing is changed by it. */
export function previewPublication(code: string, words: { content: string; result: string }, signal?: AbortSignal): Promise<Publication> {
  return answer(client.POST('/api/v1/tickets/{code}/publication', { params: { path: { code } }, body: words, signal }));
}

/** A file in the form that everybody would see: a picture drawn anew, without place and camera. */
export function publishedForm(code: string, id: string): string {
  return `${fileAddress(code, id)}?view=published`;
}
