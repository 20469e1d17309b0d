// The keys of an emergency: one stroke, and always the same one for a service; or
// the number itself, as everybody has known it since school.

import type { EmergencyService } from '../api/types';

export interface Keyed {
  service: EmergencyService;
  /** A digit; "" for those beyond the ten. */
  key: string;
}

const number = (id: string, name: string, name_en: string): EmergencyService => ({ id, kind: 'number', name, name_en, numbers: 1 });

/** What is offered while the list could not be loaded: an emergency waits for nothing. */
export const ALWAYS: readonly EmergencyService[] = [number('113', 'Công an', 'Police'), number('114', 'Chữa cháy', 'Fire and rescue'), number('115', 'Cấp cứu', 'Ambulance')];

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

/** How long a "1" waits for what follows, in ms: it is 111's key, and begins every number. Longer than anybody who types with one finger takes. */
export const WAIT = 2000;

export interface Typed {
  /** What was typed so far of a number, or of one that is none of theirs; "" otherwise. */
  digits: string;
  call: EmergencyService | null;
}

/** Does it begin a number that is still being typed? */
export function isBegun(digits: string): boolean {
  return digits === '1' || digits === '11';
}

/**
 * What comes of a digit after those typed before. A service's key calls it at once,
 * except "1". After a "1" only a number counts: 113, and 13 too, for whoever types
 * in haste loses a digit; never the key of a list, which nobody meant by "18".
 */
export function press(services: readonly Keyed[], before: string, digit: string): Typed {
  const typed = isBegun(before) ? before : '';
  const digits = typed + digit;
  if (isBegun(digits)) return { digits, call: null };
  const meant = services.find(({ service, key }) => (typed === '' ? key === digit : service.kind === 'number' && service.id === `11${digit}`));
  return { digits: meant || typed === '' ? '' : digits, call: meant?.service ?? null };
}

/** What comes of it when nothing has followed for WAIT. "11" is nobody's key, and goes on waiting. */
export function waited(services: readonly Keyed[], digits: string): Typed {
  if (digits !== '1') return { digits, call: null };
  return { digits: '', call: services.find(({ key }) => key === '1')?.service ?? null };
}

/** The number to type for a service, where that is another way than its key; "" otherwise. */
export function spelled({ service, key }: Keyed): string {
  return service.kind === 'number' && service.id === `11${key}` ? service.id : '';
}
