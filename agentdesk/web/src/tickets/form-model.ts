// The rules of the form, before the server checks them again: what must be there
// to file (Điều 5, 9.5), and what Điều 7 wants known of the sender.

import type { Key } from '../i18n';
import type { NewTicket } from '../api/types';
import type { Draft } from './draft';

/** The fields that a fault can point at, by the names the API uses. */
export type Place =
  | 'group' | 'field' | 'unit' | 'content' | 'address' | 'directive'
  | 'sender.name' | 'sender.phone' | 'sender.address' | 'sender.email';

export type Faults = Partial<Record<Place, { key: Key } | { text: string }>>;

export const MAX_CONTENT = 10_000;

/** What keeps the ticket from being filed. Empty: file it. Missing sender's data does not (8.3: it is asked for later). */
export function validate(draft: Draft): Faults {
  const faults: Faults = {};
  if (draft.group === null) faults.group = { key: 'ticket.fault.group' };
  if (draft.content.trim() === '') faults.content = { key: 'ticket.fault.content' };
  else if (draft.content.length > MAX_CONTENT) faults.content = { key: 'ticket.fault.contentLong' };
  if (draft.group === 4 && draft.directive.trim() === '') faults.directive = { key: 'ticket.fault.directive' };
  const phone = draft.sender.phone.trim();
  if (!draft.sender.noPhone && phone !== '' && !/^\+?[\d\s.-]{3,20}$/.test(phone)) faults['sender.phone'] = { key: 'ticket.fault.phone' };
  const email = draft.sender.email.trim();
  if (!draft.sender.noEmail && email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    faults['sender.email'] = { key: 'ticket.fault.email' };
  }
  return faults;
}

/** What Điều 7 khoản 3 wants and is not there yet. The ticket can be filed without, and is marked incomplete. */
export function missing(draft: Draft): Place[] {
  const places: Place[] = [];
  const { sender } = draft;
  if (sender.name.trim() === '') places.push('sender.name');
  if (!sender.noPhone && sender.phone.trim() === '') places.push('sender.phone');
  if (!sender.noAddress && sender.address.trim() === '') places.push('sender.address');
  if (!sender.noEmail && sender.email.trim() === '') places.push('sender.email');
  return places;
}

/** The draft as the API wants it; only for one that validate has passed. */
export function toRequest(draft: Draft): NewTicket {
  const { sender } = draft;
  return {
    ...(draft.call ? { call_id: draft.call } : {}),
    group: draft.group ?? 2,
    field: draft.field,
    unit: draft.unit,
    content: draft.content.trim(),
    address: draft.address.trim(),
    directive: draft.group === 4 ? draft.directive.trim() : '',
    ...(draft.pin ? { pin: draft.pin } : {}),
    urgent: draft.urgent,
    confidential: draft.confidential,
    channel: 'phone',
    sender: {
      type: sender.type,
      name: sender.name.trim(),
      address: sender.noAddress ? '' : sender.address.trim(),
      phone: sender.noPhone ? '' : sender.phone.trim(),
      email: sender.noEmail ? '' : sender.email.trim(),
      no_email: sender.noEmail,
      no_phone: sender.noPhone,
      no_address: sender.noAddress,
    },
  };
}

/** The fields in the order in which they stand on the screen. */
const PLACES: readonly Place[] = [
  'group', 'directive', 'field', 'unit', 'content', 'address',
  'sender.name', 'sender.phone', 'sender.address', 'sender.email',
];

/** The first field on the screen that needs attention. */
export function firstFault(faults: Faults): Place | undefined {
  return PLACES.find((place) => faults[place]);
}

/** The server's faults (location "body.sender.phone") at their fields; rest holds what belongs to none. */
export function serverFaults(errors: readonly { location?: string; message?: string }[]): { faults: Faults; rest: string[] } {
  const faults: Faults = {};
  const rest: string[] = [];
  for (const error of errors) {
    const location = (error.location ?? '').replace(/^body\./, '');
    const place = PLACES.find((p) => p === location);
    const text = error.message ?? '';
    if (place) faults[place] = { text };
    else if (text) rest.push(text);
  }
  return { faults, rest };
}

/** A ticket's code in groups as it is read out: "26", "000123", "4". */
export function codeGroups(code: string): string[] {
  const digits = code.replace(/\D/g, '');
  if (digits.length !== 9) return code.split('-');
  return [digits.slice(0, 2), digits.slice(2, 5), digits.slice(5, 8), digits.slice(8)];
}
