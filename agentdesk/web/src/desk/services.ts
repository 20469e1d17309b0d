// The keys of an emergency: one stroke, and always the same one for a service.

import type { EmergencyService } from '../api/types';

export interface Keyed {
  service: EmergencyService;
  /** A digit; "" for those beyond the ten. */
  key: string;
}

const number = (id: string, name: string): EmergencyService => ({ id, kind: 'number', name, numbers: 1 });

/** What is offered while the list could not be loaded: an emergency waits for nothing. */
export const ALWAYS: readonly EmergencyService[] = [number('113', 'Công an'), number('114', 'Chữa cháy'), number('115', 'Cấp cứu')];

/** A known number keeps its last digit (3 calls 113); duty lists get those that are left, from 6 on, in their order. */
export function keyed(services: readonly EmergencyService[]): Keyed[] {
  const own = (service: EmergencyService) => (service.kind === 'number' ? (/^11(\d)$/.exec(service.id)?.[1] ?? '') : '');
  const taken = new Set(services.map(own));
  const left = Array.from('6789012345').filter((key) => !taken.has(key));
  return services
    .map((service) => ({ service, key: own(service) || (left.shift() ?? '') }))
    .sort((a, b) => place(a.key) - place(b.key));
}

/** 1 to 9, then 0, then those without a key. */
function place(key: string): number {
  if (key === '') return 11;
  return key === '0' ? 10 : Number(key);
}
