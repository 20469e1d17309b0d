import { useQuery } from '@tanstack/react-query';
import { allOperators, allQueues, allTrunks, listCallbacks, recentIncidents } from '../api/client';

const EVERY = 2000;

// The keys are the other pages': they show the same, and what one has learned the other has.

export function useLiveQueues() {
  return useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => allQueues(signal), refetchInterval: EVERY });
}

export function useLiveOperators() {
  return useQuery({ queryKey: ['operators'], queryFn: ({ signal }) => allOperators(signal), refetchInterval: EVERY });
}

export function useLiveTrunks() {
  return useQuery({ queryKey: ['trunks'], queryFn: ({ signal }) => allTrunks(signal), refetchInterval: EVERY });
}

export function useLiveIncidents() {
  return useQuery({ queryKey: ['incidents'], queryFn: ({ signal }) => recentIncidents(signal), refetchInterval: EVERY });
}

export function useLiveCallbacks() {
  return useQuery({ queryKey: ['callbacks', 'open'], queryFn: ({ signal }) => listCallbacks('open', signal), refetchInterval: EVERY });
}

/** Figures older than this are no longer "now": the server refuses, or does not answer at all. */
export const STALE = 10_000;

/** Of when the oldest figures on the board are, when that is too long ago; null while all are fresh. */
export function staleSince(updatedAt: readonly number[], now: number): number | null {
  const oldest = Math.min(...updatedAt);
  return now - oldest > STALE ? oldest : null;
}
