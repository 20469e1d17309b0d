// The dialplan's versions.

import { all, answer, client } from './client';
import type { operations } from './schema';
import type { DialplanDetail, DialplanEdit, DialplanVersion } from './types';

export type DialplansQuery = NonNullable<operations['dialplanVersions']['parameters']['query']>;

/** All of them: they are few, and the one in use may be an old one. */
export function dialplanVersions(query: DialplansQuery, signal?: AbortSignal): Promise<DialplanVersion[]> {
  return all((cursor) => answer(client.GET('/api/v1/dialplan/versions', { params: { query: { ...query, limit: 200, cursor } }, signal })));
}

export function getDialplan(version: string, signal?: AbortSignal): Promise<DialplanDetail> {
  return answer(client.GET('/api/v1/dialplan/versions/{version}', { params: { path: { version } }, signal }));
}

/** A version's text with the forms' changes; nothing is kept yet. */
export async function draftDialplan(edit: DialplanEdit): Promise<string> {
  return (await answer(client.POST('/api/v1/dialplan/drafts', { body: edit }))).source;
}

/** Words as callers would hear them: a WAVE file, base64. */
export async function speakDialplan(words: string): Promise<string> {
  return (await answer(client.POST('/api/v1/dialplan/speech', { body: { text: words } }))).sound;
}

/** of: the version that the text was made from. */
export function keepDialplan(source: string, note: string, of: string): Promise<DialplanDetail> {
  return answer(client.POST('/api/v1/dialplan/versions', { body: { source, note, of } }));
}

/** was: the version that was active when the administrator looked; over: what it has and the other lacks was seen. */
export function activateDialplan(version: string, was: string, over: boolean): Promise<DialplanDetail> {
  return answer(client.POST('/api/v1/dialplan/versions/{version}/activate', { params: { path: { version } }, body: { was, over } }));
}
