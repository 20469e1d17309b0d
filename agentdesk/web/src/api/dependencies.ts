// Requests about what the hotline rests on.

import { answer, client } from './client';
import type { Dependency } from './types';

/** How everything is that the hotline rests on, as far as it is for who asks; what calls need most comes first. */
export async function dependencies(signal?: AbortSignal): Promise<Dependency[]> {
  return (await answer(client.GET('/api/v1/dependencies', { signal }))).items;
}
