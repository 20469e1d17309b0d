// Requests about whom the hotline deals with by telephone.

import { all, answer, client } from './client';
import type { EmergencyService, Field, Officer, Unit } from './types';

/** Every unit; the list is short, and is searched in the browser. */
export function allUnits(signal?: AbortSignal): Promise<Unit[]> {
  return all((cursor) => answer(client.GET('/api/v1/units', { params: { query: { cursor } }, signal })));
}

export function allFields(signal?: AbortSignal): Promise<Field[]> {
  return all(() => answer(client.GET('/api/v1/fields', { signal })));
}

/** Who answers for a unit by telephone, by unit, in the order in which they are called. */
export function allOfficers(signal?: AbortSignal): Promise<Officer[]> {
  return all(() => answer(client.GET('/api/v1/officers', { signal })));
}

/** Whom a call is forwarded to in an emergency. */
export function allServices(signal?: AbortSignal): Promise<EmergencyService[]> {
  return all(() => answer(client.GET('/api/v1/emergency-services', { signal })));
}
