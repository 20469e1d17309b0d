// What is typed into an act's form, kept in the browser until it is done; and the body that it becomes.

import { ApiError } from '../api/client';
import type { Ticket as Whole } from '../api/types';
import { doAct } from '../api/work';
import type { Translate } from '../i18n';
import { readKept, type Kept } from '../shell/kept';
import { rememberedNames } from '../shell/remember';
import { KINDS, type ActName, type Field, type Kind, type Ticket } from './kinds';

/** By the field's name; several units are their codes with commas between. */
export type Typed = Kept;

export function fieldsOf(name: ActName): readonly Field[] {
  return (KINDS[name] as Kind).fields;
}

/** For what is shown to nobody. */
const unsaid: Translate = (key) => key;

/** The form as it is opened, but for what is proposed. */
export function begun(name: ActName, ticket: Ticket): Typed {
  const typed: Record<string, string> = {};
  for (const field of fieldsOf(name)) {
    if (field.kind === 'check') typed[field.name] = field.initial?.(ticket) ? 'yes' : '';
    else if ('initial' in field) typed[field.name] = field.initial?.(ticket) ?? '';
    else if (field.kind === 'choice') typed[field.name] = '';
    else if (field.kind === 'item') typed[field.name] = field.optional ? '' : (field.of(ticket, unsaid)[0]?.[0] ?? '');
    else typed[field.name] = '';
  }
  const theirs = proposed(name, ticket);
  return Object.fromEntries(Object.entries(typed).filter(([of]) => !(of in theirs)));
}

/**
 * What stands in fields that nobody has typed into: the ticket's own words, as it is now. They are not kept with what
 * was typed: kept, they would put back what another has corrected since.
 */
export function proposed(name: ActName, ticket: Ticket): Record<string, string> {
  if (name === 'publish') return { content: ticket.content, result: ticket.case?.result?.text ?? '' };
  if (name === 'correct') return { content: ticket.content, address: ticket.address };
  return {};
}

/** What the choice of a reason for declining proposes to say to the sender; what somebody typed themselves stays. */
export function courteous(was: Typed, part: Typed, say: (reason: string) => string): Typed {
  const reason = part['reason'];
  if (reason === undefined) return part;
  const words = (was['words'] ?? '').trim();
  return words === '' || words === say(was['reason'] ?? '') ? { ...part, words: say(reason) } : part;
}

/** Who publishes confirms the words that they see: of others, nothing is confirmed. */
export function unconfirmed(name: ActName, typed: Typed): Typed {
  return name === 'publish' ? { ...typed, checked: '', sure: '' } : typed;
}

/** The words in it, for the clipboard; no codes. */
export function wordsOf(name: ActName, typed: Typed): string {
  return fieldsOf(name)
    .flatMap((field) => ((field.kind === 'text' || field.kind === 'line') && typed[field.name]) || [])
    .join('\n\n');
}

/** The names of the fields that are needed and empty. */
export function lacking(name: ActName, typed: Typed): string[] {
  return fieldsOf(name)
    .filter((field) => field.kind !== 'check' && !('optional' in field && field.optional) && (typed[field.name] ?? '').trim() === '')
    .map((field) => field.name);
}

/** What the API is told: nothing that is empty and need not be said. */
export function bodyOf(name: ActName, typed: Typed, ticket: Ticket): Record<string, unknown> {
  const act: Record<string, unknown> = {};
  for (const field of fieldsOf(name)) {
    const value = (typed[field.name] ?? '').trim();
    if (field.kind === 'check') act[field.name] = value !== '';
    else if (value === '' || (name === 'correct' && unchanged(field.name, value, ticket))) continue;
    else if (field.kind === 'colleague') Object.assign(act, takerOf(value));
    else if (field.kind === 'units') act[field.name] = value.split(',');
    else if (field.kind === 'time') act[field.name] = `${value}:00+07:00`;
    else if (field.kind === 'item' && field.number) act[field.name] = Number(value);
    else act[field.name] = value;
  }
  // Of an emergency that came since, the mark stays.
  if (name === 'unmark_emergency') act['seen'] = (ticket.emergencies ?? []).map(({ id }) => id);
  if (typed['article']) act['article'] = Number(typed['article']);
  return act;
}

/** Who takes it over, and for which unit. */
function takerOf(value: string): { to: string; unit?: string } {
  const at = value.lastIndexOf('/');
  return at < 0 ? { to: value } : { to: value.slice(at + 1), unit: value.slice(0, at) };
}

/** What was not changed is not corrected. */
function unchanged(name: string, value: string, ticket: Ticket): boolean {
  return (name === 'content' && value === ticket.content) || (name === 'address' && value === ticket.address);
}

/** Does an act to the ticket as it was seen. Rejects with ApiError. */
export function perform(ticket: Ticket, name: ActName, act: Record<string, unknown>): Promise<Whole> {
  return doAct(ticket.code, name.replaceAll('_', '-'), ticket.version, act);
}

/** What became of an attempt, as the form says it. */
export type Outcome = { kind: 'offline' | 'gone' | 'right' | 'state' | 'other'; message: string } | { kind: 'changed'; message: string } | { kind: 'faults'; faults: Readonly<Record<string, string>>; message: string };

export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiError)) return { kind: 'other', message: '' };
  const { status, message } = error;
  if (error.offline) return { kind: 'offline', message };
  if (status === 404) return { kind: 'gone', message };
  if (status === 403) return { kind: 'right', message };
  if (status === 409) return { kind: error.code === 'ticket_changed' ? 'changed' : 'state', message };
  if (status === 422) {
    const faults: Record<string, string> = {};
    for (const one of error.errors) faults[(one.location ?? '').replace(/^body\.act\.?/, '')] = one.message ?? '';
    return { kind: 'faults', faults, message };
  }
  return { kind: 'other', message };
}

export const PREFIX = 'hotline.act.';

/** Where a person's form of an act of a ticket is kept; task: the number of the one that it was opened for, each has words of its own. */
export function keptAt(user: string, code: string, name: ActName, task = ''): string {
  return `${PREFIX}${user}.${draftOf(code, name, task)}`;
}

/** What the server calls it is this, behind "act:". */
export function draftOf(code: string, name: ActName, task = ''): string {
  return `${code}.${name}${task && `.${task}`}`;
}

/** For which tasks a person's form of an act was begun; '': for none in particular. */
export function begunFor(user: string, code: string, name: ActName): string[] {
  const at = keptAt(user, code, name);
  const places = rememberedNames().filter((one) => (one === at || one.startsWith(`${at}.`)) && readKept(one) !== null);
  return places.map((one) => one.slice(at.length + 1)).sort();
}
