import { useQuery } from '@tanstack/react-query';
import { allQueues, allStaff, allTrunks, listCallbacks, recentIncidents, serviceLevel } from '../api/client';

/** The board's one rhythm, also that of the live calls: what two parts of it say of one moment agrees. */
export const EVERY = 1000;

// The keys are the other pages': they show the same, and what one has learned the other has.

export function useLiveQueues() {
  return useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => allQueues(signal), refetchInterval: EVERY });
}

/** With the shift leaders who are at a desk. */
export function useLiveOperators() {
  return useQuery({ queryKey: ['staff'], queryFn: ({ signal }) => allStaff(signal), refetchInterval: EVERY });
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

/** It is counted in the database each time: no sooner than this, whoever comes to the board, and also after a failure. */
const SERVICE_EVERY = 5000;

export function useServiceLevel() {
  return useQuery({
    queryKey: ['service-level'],
    queryFn: ({ signal }) => serviceLevel(signal),
    refetchInterval: SERVICE_EVERY,
    staleTime: SERVICE_EVERY,
    retry: false,
  });
}

/** Figures older than this are no longer "now": the server refuses, or does not answer at all. */
export const STALE = 10_000;

/** Of when the oldest figures on the board are, when that is too long ago; null while all are fresh. */
export function staleSince(updatedAt: readonly number[], now: number): number | null {
  const oldest = Math.min(...updatedAt);
  return now - oldest > STALE ? oldest : null;
}
