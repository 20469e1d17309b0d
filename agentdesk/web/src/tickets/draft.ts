// A draft is what the operator has typed for a call and not yet filed. At rest
// (draft-store.ts) it has one entry per operator and call, and goes only when it
// is filed or thrown away on purpose: not when the call ends, the link breaks or
// the page is loaded anew.

import { plainNumber } from '../desk/number';
import type { Call, Card } from '../desk/protocol';
import { text } from '../i18n';
import { pinText, type Pin } from '../map/place';

export type Group = 1 | 2 | 3 | 4 | 5;
export const GROUPS: readonly Group[] = [1, 2, 3, 4, 5];

export interface Sender {
  type: 'individual' | 'organisation';
  name: string;
  address: string;
  noAddress: boolean;
  phone: string;
  noPhone: boolean;
  email: string;
  noEmail: boolean;
}

export interface Draft {
  call: string;
  group: Group | null;
  field: string;
  unit: string;
  content: string;
  address: string;
  directive: string;
  /** Where it is, as it was set on the map. */
  pin: Pin | null;
  urgent: boolean;
  confidential: boolean;
  sender: Sender;
}

export function emptyDraft(call: string): Draft {
  return {
    call,
    group: null,
    field: '',
    unit: '',
    content: '',
    address: '',
    directive: '',
    pin: null,
    urgent: false,
    confidential: false,
    sender: { type: 'individual', name: '', address: '', noAddress: false, phone: '', noPhone: false, email: '', noEmail: false },
  };
}

/** The form as a call opens it: the sender's fields filled with what is known of the caller. */
export function draftFor(call: Call, card: Card | null): Draft {
  const draft = emptyDraft(call.id);
  draft.sender.phone = plainNumber(card?.number ? card.number : call.from);
  return withCard(draft, card);
}

/** A card that comes late fills what is still empty and overwrites nothing. */
export function withCard(draft: Draft, card: Card | null): Draft {
  if (!card) return draft;
  const sender = { ...draft.sender };
  sender.name ||= card.name ?? '';
  if (!sender.noAddress) sender.address ||= card.address ?? '';
  if (!sender.noEmail) sender.email ||= card.email ?? '';
  if (!sender.noPhone) sender.phone ||= plainNumber(card.number);
  return { ...draft, sender };
}

/** What it says of the matter, for a ticket that stands already: a draft's place is not that ticket's, and must not go with the draft. */
export function saidIn({ content, directive, address, pin }: Draft): string {
  const lines = [content, directive, address, pin ? pinText(pin) : ''].map((line) => line.trim());
  return lines.filter((line, n) => line !== '' && (n === 0 || !lines[0]?.includes(line))).join('\n');
}

/**
 * The same where nobody looks at it before it is noted: with who sent it and what was marked, which the ticket that stands
 * already would never learn of. Whose sender is to be confidential is not named.
 */
export function notedOf(draft: Draft): string {
  const { urgent, confidential, sender } = draft;
  const who = confidential ? [] : [sender.name, sender.noAddress ? '' : sender.address, sender.noEmail ? '' : sender.email].map((part) => part.trim()).filter(Boolean);
  const marks = ([urgent && 'ticket.urgent', confidential && 'ticket.confidential'] as const).flatMap((key) => (key ? [text(key, 'vi')] : []));
  const lines = [saidIn(draft), who.length > 0 ? text('likely.sender', 'vi', { who: who.join(' · ') }) : '', marks.length > 0 ? text('likely.marked', 'vi', { what: marks.join(' · ') }) : ''];
  return lines.filter(Boolean).join('\n');
}

/** All that is written in it, to be copied. */
export function allIn({ content, directive, address, pin, sender }: Draft): string {
  return [content, directive, address, pin ? pinText(pin) : '', sender.name, sender.phone, sender.address, sender.email].map((line) => line.trim()).filter(Boolean).join('\n');
}

/**
 * Is there nothing in it that would be missed? A group alone is one keystroke. Of the sender
 * the number came with the call; what another ticket of the same call has brought along is kept there.
 */
export function isEmpty({ field, unit, content, address, directive, pin, urgent, confidential, sender }: Draft, another: boolean): boolean {
  const matter = [field, unit, content, address, directive].some((text) => text.trim() !== '') || pin !== null || urgent || confidential;
  const own = !another && [sender.name, sender.address, sender.email].some((text) => text.trim() !== '');
  return !matter && !own;
}
