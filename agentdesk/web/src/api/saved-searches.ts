// One's own searches among the calls, kept at the server.

import { answer, client } from './client';
import type { NewSavedSearch, SavedSearch } from './types';

export async function listSearches(signal?: AbortSignal): Promise<SavedSearch[]> {
  return (await answer(client.GET('/api/v1/saved-searches', { signal }))).items;
}

/** Keeps a search: as a new one, or as what another of one's own is from now on. */
export function saveSearch(search: NewSavedSearch, instead?: number): Promise<SavedSearch> {
  if (instead === undefined) return answer(client.POST('/api/v1/saved-searches', { body: search }));
  return answer(client.PUT('/api/v1/saved-searches/{id}', { params: { path: { id: instead } }, body: search }));
}

export async function dropSearch(id: number): Promise<void> {
  await answer(client.DELETE('/api/v1/saved-searches/{id}', { params: { path: { id } } }));
}
