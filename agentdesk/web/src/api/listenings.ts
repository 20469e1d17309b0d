// Requests about hearing recordings, and about who heard them.

import { why } from '../shell/why';
import { answer, asWhom, client } from './client';
import type { HeardSpan, Listening, ListeningLink, ListeningsQuery, Page, Transcript, UnusualListening, Wave } from './types';

/** Begins to hear a recording: it is noted, and answered with a link for a while. */
export function hearRecording(id: string): Promise<ListeningLink> {
  return answer(client.POST('/api/v1/recordings/{id}/listenings', { params: { path: { id } }, body: why() }));
}

/** Likewise what a caller said who left a message: that part of the recording. */
export function hearMessage(code: string): Promise<ListeningLink> {
  return answer(client.POST('/api/v1/tickets/{code}/message/listenings', { params: { path: { code } }, body: why() }));
}

/** What was said in a recording, where it was written down: noted as a listening is. */
export function readTranscript(id: string): Promise<Transcript> {
  return answer(client.POST('/api/v1/recordings/{id}/transcript', { params: { path: { id } }, body: why() }));
}

export function getWave(listening: string, signal?: AbortSignal): Promise<Wave> {
  return answer(client.GET('/api/v1/listenings/{id}/wave', { params: { path: { id: listening } }, signal }));
}

/** How many parts the server takes at once; it adds them to those that it was told before. */
const MOST_SPANS = 500;

/**
 * Says what was played; done: no more will be. It arrives also when the page is left: the last parts first, for a browser sends only so much
 * of a page that is gone. Nobody is told when it does not: what was sent is counted by the server.
 */
export function sayHeard(listening: string, spans: readonly HeardSpan[], done: boolean): void {
  const last = Math.max(0, Math.ceil(spans.length / MOST_SPANS) - 1);
  for (let n = last; n >= 0; n--) {
    void fetch(`/api/v1/listenings/${listening}/heard`, {
      method: 'POST',
      keepalive: true,
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', ...asWhom() },
      body: JSON.stringify({ spans: spans.slice(n * MOST_SPANS, (n + 1) * MOST_SPANS), done: done && n === last }),
    }).catch(() => undefined);
  }
}

/** Who heard what, newest first. */
export function listListenings(query: ListeningsQuery, signal?: AbortSignal): Promise<Page<Listening>> {
  return answer(client.GET('/api/v1/listenings', { params: { query: { ...query, ...why() } }, signal }));
}

/** Whose listening of a day is worth a look. */
export async function listUnusual(signal?: AbortSignal): Promise<UnusualListening[]> {
  return (await answer(client.GET('/api/v1/unusual-listening', { signal }))).items;
}
