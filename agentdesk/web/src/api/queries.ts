import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ApiError, allFields, allOperators, allUnits } from './client';

const DAY = 24 * 3600 * 1000;

/** Failures that another try cannot change. */
export function finalFailure(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: ({ signal }) => allUnits(signal), staleTime: DAY });
}

export function useFields() {
  return useQuery({ queryKey: ['fields'], queryFn: ({ signal }) => allFields(signal), staleTime: DAY });
}

export function useOperators(enabled: boolean) {
  return useQuery({ queryKey: ['operators'], queryFn: ({ signal }) => allOperators(signal), enabled, staleTime: 60_000 });
}

/** A person's name for a user name; the user name itself while we do not know, or where it is no operator's. */
export function usePersonName(): (username: string | undefined) => string {
  const { data } = useOperators(true);
  return useCallback((username) => data?.find((o) => o.username === username && o.name !== '')?.name ?? username ?? '', [data]);
}
