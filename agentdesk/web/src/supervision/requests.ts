// Requests of who leads a shift.

import { useQuery } from '@tanstack/react-query';
import { all, answer, client } from '../api/client';
import type { LiveCall } from '../api/types';
import { EVERY } from '../wallboard/live';

export function useLiveCalls() {
  return useQuery({
    queryKey: ['live-calls'],
    queryFn: ({ signal }): Promise<LiveCall[]> => all(() => answer(client.GET('/api/v1/live-calls', { signal }))),
    refetchInterval: EVERY,
  });
}

/** Takes an operator out of the queues until they ask to be ready again. */
export async function pauseOperator(username: string, reason: string): Promise<void> {
  await answer(client.POST('/api/v1/operators/{username}/pause', { params: { path: { username } }, body: { reason } }));
}

/** Closes somebody's desk; refused while they have a call. */
export async function signOperatorOut(username: string, reason: string): Promise<void> {
  await answer(client.POST('/api/v1/operators/{username}/sign-out', { params: { path: { username } }, body: { reason } }));
}
