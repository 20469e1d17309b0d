import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { allPeople } from './client';
import { allFields, allOfficers, allServices, allUnits } from './directory';
import { allOperators } from './staff';

const DAY = 24 * 3600 * 1000;

export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: ({ signal }) => allUnits(signal), staleTime: DAY });
}

export function useFields() {
  return useQuery({ queryKey: ['fields'], queryFn: ({ signal }) => allFields(signal), staleTime: DAY });
}

export function useOfficers() {
  return useQuery({ queryKey: ['officers'], queryFn: ({ signal }) => allOfficers(signal), staleTime: 10 * 60_000 });
}

/** Asked for before they are wanted, and again only when nobody looks: an emergency waits for no list, and its keys do not move. */
export function useServices() {
  return useQuery({ queryKey: ['emergency-services'], queryFn: ({ signal }) => allServices(signal), staleTime: Infinity, refetchInterval: 5 * 60_000 });
}

export function useOperators(enabled: boolean) {
  return useQuery({ queryKey: ['operators'], queryFn: ({ signal }) => allOperators({}, signal), enabled, staleTime: 60_000 });
}

/** A person's name for a user name; the user name itself while we do not know. */
export function usePersonName(): (username: string | undefined) => string {
  const { data } = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => allPeople(signal), staleTime: 60_000 });
  return useCallback((username) => data?.find((person) => person.username === username && person.name !== '')?.name ?? username ?? '', [data]);
}

/** A unit's name for its code; the code itself while we do not know. */
export function useUnitName(): (code: string) => string {
  const { data } = useUnits();
  return useCallback((code) => data?.find((unit) => unit.code === code)?.name ?? code, [data]);
}
