// What each act on a ticket asks of whoever does it. Which acts somebody may do, the server says with the
// ticket (can); the forms of all of them are made from this table. The clauses are those of the regulation.

import type { Ticket as Whole } from '../api/types';
import type { ComponentType } from 'react';
import type { Key, Translate } from '../i18n';
import { recordingText } from '../calls/aside';
import { part } from '../shell/part';

/** What has to be known of a ticket to do something with it; of all but the first two, a list knows little. */
export type Ticket = Pick<Whole, 'code' | 'version' | 'unit' | 'field' | 'content' | 'address' | 'urgent' | 'confidential' | 'outside_tthc' | 'can' | 'attachments'> & {
  case?: Partial<NonNullable<Whole['case']>>;
  recordings?: Whole['recordings'];
  grant_until?: Whole['grant_until'];
  emergencies?: Whole['emergencies'];
};

/** One thing that an act asks for; its name is the API's. */
export type Field =
  /** Several lines, or one. */
  | { name: string; label: Key; kind: 'text' | 'line' | 'date'; optional?: boolean }
  /** An instant ahead; the ends of the next working days are offered. latest: no later than that is taken. */
  | { name: string; label: Key; kind: 'time'; optional?: boolean; latest?: (ticket: Ticket) => string | undefined }
  | { name: string; label: Key; kind: 'check'; initial?: (ticket: Ticket) => boolean }
  | { name: string; label: Key; kind: 'unit' | 'units'; optional?: boolean; likely?: true; initial?: (ticket: Ticket) => string }
  /** Who takes it over: their unit's code and user name, with a slash between. */
  | { name: string; label: Key; kind: 'colleague' }
  | { name: string; label: Key; kind: 'choice'; of: readonly (readonly [string, Key])[] }
  /** The number of one of the ticket's items. */
  | { name: string; label: Key; kind: 'item'; of: Items; number: boolean; optional?: boolean };

/** Items to choose from: what the API calls each, and what people do. */
type Items = (ticket: Ticket, t: Translate) => readonly (readonly [string, string])[];

/** What fields of an act's own are given. Where they change nothing, what was typed stays. */
export interface OwnFields {
  ticket: Ticket;
  typed: Readonly<Record<string, string>>;
  /** What is wrong, by the field's name. */
  faults: Readonly<Record<string, string>>;
  onType: (part: Readonly<Record<string, string>>) => void;
}

export interface Kind {
  label: Key;
  fields: readonly Field[];
  /** They are shown by this, in place of one after the other. */
  own?: ComponentType<OwnFields>;
  /** It takes something away, or cannot be undone: its button says so. */
  grave?: boolean;
  /** Pictures are taken with it. */
  photos?: boolean;
}

const text = (name: string, label: Key): Field => ({ name, label, kind: 'text' });
const line = (name: string, label: Key): Field => ({ name, label, kind: 'line' });
const reason = text('reason', 'acts.reason');
const optional = (field: Field): Field => ({ ...field, optional: true }) as Field;
const yes = (name: string, label: Key, initial?: (ticket: Ticket) => boolean): Field => ({ name, label, kind: 'check', ...(initial ? { initial } : {}) });
const lead: Field = { name: 'lead', label: 'acts.lead', kind: 'unit', likely: true, initial: (ticket) => ticket.unit };
const cooperating: Field = { name: 'cooperating', label: 'acts.cooperating', kind: 'units', optional: true };
const official = yes('official', 'acts.official');
const approve = yes('approve', 'acts.approve');

const item = (label: Key, of: Items): Field => ({ name: 'number', label, kind: 'item', of, number: true });
const undecided = (what: 'rewards' | 'warnings' | 'recordings'): Items => (ticket) =>
  (ticket.case?.[what] ?? []).filter((one) => !one.decision.at).map((one) => [String(one.number), `${String(one.number)}. ${'ground' in one ? one.ground : [one.unit, one.reason].join(': ')}`]);
const replies: Items = (ticket) => (ticket.attachments ?? []).filter((file) => file.purpose === 'reply' && !file.removed).map((file) => [file.id, file.name]);
const recordings: Items = (ticket, t) => (ticket.recordings ?? []).map((one) => [one.id, recordingText(one, t)]);

export const KINDS = {
  decline: {
    label: 'do.decline', grave: true,
    fields: [
      { name: 'reason', label: 'acts.refusal', kind: 'choice', of: [['complaint', 'refusal.complaint'], ['denunciation', 'refusal.denunciation'], ['crime', 'refusal.crime'], ['not_in_scope', 'refusal.not_in_scope'], ['not_of_city', 'refusal.not_of_city'], ['language', 'refusal.language'], ['not_clear', 'refusal.not_clear']] },
      text('words', 'acts.words'), text('where', 'acts.where'),
    ],
  },
  ask_sender: { label: 'do.ask_sender', fields: [text('text', 'acts.question')] },
  sender_replied: { label: 'do.sender_replied', fields: [text('text', 'acts.reply')] },
  stop_waiting: { label: 'do.stop_waiting', fields: [reason] },
  answer: { label: 'do.answer', fields: [text('text', 'acts.answer'), line('basis', 'acts.basis')] },
  transfer_live: { label: 'do.transfer_live', fields: [{ name: 'unit', label: 'acts.unit', kind: 'unit', initial: (ticket) => ticket.unit }, { name: 'way', label: 'acts.way', kind: 'choice', of: [['call', 'way.call'], ['message', 'way.message']] }] },
  answered_live: { label: 'do.answered_live', fields: [text('text', 'acts.answer')] },
  assign: { label: 'do.assign', fields: [lead, cooperating, official] },
  correct: { label: 'do.correct', fields: [reason, { ...text('content', 'acts.content'), optional: true } as Field, optional(line('address', 'acts.address'))] },
  precheck: { label: 'do.precheck', fields: [text('text', 'acts.found')] },
  mark_outside: { label: 'do.mark_outside', fields: [yes('outside', 'acts.outside', (ticket) => !ticket.outside_tthc)] },
  accept: { label: 'do.accept', fields: [] },
  ask_by_unit: { label: 'do.ask_by_unit', fields: [text('text', 'acts.question')] },
  promise: { label: 'do.promise', fields: [{ name: 'until', label: 'acts.until', kind: 'time' }, text('reason', 'acts.toVerify')] },
  progress: { label: 'do.progress', fields: [text('text', 'acts.progress')], photos: true },
  contribute: { label: 'do.contribute', fields: [text('text', 'acts.part')], photos: true },
  return: { label: 'do.return', grave: true, fields: [reason, { name: 'whose', label: 'acts.whose', kind: 'unit', optional: true }] },
  delegate: { label: 'do.delegate', fields: [{ name: 'unit', label: 'acts.unitBelow', kind: 'unit' }, text('text', 'acts.task'), { name: 'due', label: 'acts.due', kind: 'time', optional: true }] },
  task_done: { label: 'do.task_done', photos: true, fields: [item('acts.whichTask', (ticket) => (ticket.case?.tasks ?? []).filter((one) => !one.done_at && !one.ended_at).map((one) => [String(one.number), one.text])), text('report', 'acts.report')] },
  resolve: { label: 'do.resolve', photos: true, fields: [text('text', 'acts.result'), official, { name: 'document', label: 'acts.document', kind: 'item', of: replies, number: false, optional: true }] },
  hand_over: { label: 'do.hand_over', fields: [{ name: 'to', label: 'acts.to', kind: 'colleague' }, reason] },
  take_by_office: { label: 'do.take_by_office', fields: [{ name: 'cause', label: 'acts.cause', kind: 'choice', of: [['units_disagree', 'cause.units_disagree'], ['sender_contests', 'cause.sender_contests'], ['city_competence', 'cause.city_competence']] }, reason] },
  request_directive: { label: 'do.request_directive', fields: [text('proposal', 'acts.proposal')] },
  direct: { label: 'do.direct', fields: [line('number', 'acts.documentNumber'), { name: 'date', label: 'acts.date', kind: 'date' }, { name: 'lead', label: 'acts.lead', kind: 'unit' }, cooperating, official] },
  reroute: { label: 'do.reroute', fields: [{ name: 'lead', label: 'acts.lead', kind: 'unit' }, cooperating, reason] },
  remind: { label: 'do.remind', fields: [text('text', 'acts.reminder')] },
  allow_identity: { label: 'do.allow_identity', fields: [{ name: 'unit', label: 'acts.unit', kind: 'unit', initial: (ticket) => ticket.unit }, reason] },
  publish: {
    label: 'do.publish', own: part(() => import('../publish/publish-fields'), (m) => m.default),
    fields: [text('content', 'acts.publicContent'), text('result', 'acts.publicResult'), yes('checked', 'acts.checked'), yes('sure', 'publish.sure')],
  },
  withdraw_publication: { label: 'do.withdraw_publication', grave: true, fields: [reason] },
  answer_confidential: { label: 'do.answer_confidential', fields: [text('how', 'acts.how')] },
  contest: { label: 'do.contest', fields: [text('text', 'acts.objection')] },
  rate: { label: 'do.rate', fields: [{ name: 'score', label: 'acts.score', kind: 'item', number: true, of: () => ['1', '2', '3', '4', '5'].map((n) => [n, n] as const) }, optional(text('comment', 'acts.comment'))] },
  published_by_unit: { label: 'do.published_by_unit', fields: [line('url', 'acts.url')] },
  merge: { label: 'do.merge', grave: true, fields: [line('into', 'acts.into'), optional(reason)] },
  mark_emergency: { label: 'do.mark_emergency', fields: [line('service', 'acts.service')] },
  unmark_emergency: { label: 'do.unmark_emergency', fields: [reason] },
  mark_urgent: { label: 'do.mark_urgent', fields: [yes('urgent', 'acts.urgent', (ticket) => !ticket.urgent), reason] },
  mark_confidential: { label: 'do.mark_confidential', fields: [yes('confidential', 'acts.confidential', (ticket) => !ticket.confidential), reason] },
  want_review: { label: 'do.want_review', fields: [reason] },
  send_dossier: { label: 'do.send_dossier', fields: [{ name: 'for', label: 'acts.dossierFor', kind: 'choice', of: [['urgent', 'dossier.urgent'], ['review', 'dossier.review']] }, text('summary', 'acts.summary')] },
  record_document: { label: 'do.record_document', fields: [line('sign', 'acts.documentNumber'), { name: 'date', label: 'acts.date', kind: 'date' }, { name: 'unit', label: 'acts.unit', kind: 'unit', initial: (ticket) => ticket.unit }, line('subject', 'acts.subject'), { name: 'due', label: 'acts.explainDue', kind: 'time', optional: true }] },
  document_replied: { label: 'do.document_replied', fields: [item('acts.whichDocument', (ticket) => (ticket.case?.documents ?? []).filter((one) => !one.replied_at).map((one) => [String(one.number), `${one.sign} · ${one.subject}`])), text('reply', 'acts.unitReply')] },
  propose_reward: { label: 'do.propose_reward', fields: [{ name: 'for', label: 'acts.rewardFor', kind: 'choice', of: [['sender', 'reward.sender'], ['officer', 'reward.officer']] }, optional(line('who', 'acts.who')), reason] },
  decide_reward: { label: 'do.decide_reward', fields: [item('acts.whichReward', undecided('rewards')), approve, reason] },
  warn_of_sender: { label: 'do.warn_of_sender', grave: true, fields: [text('ground', 'acts.ground')] },
  decide_warning: { label: 'do.decide_warning', fields: [item('acts.whichWarning', undecided('warnings')), approve, reason] },
  report_conduct: { label: 'do.report_conduct', fields: [text('text', 'acts.conduct')] },
  request_recording: { label: 'do.request_recording', fields: [{ name: 'recording', label: 'acts.whichRecording', kind: 'item', of: recordings, number: false }, reason] },
  decide_recording: { label: 'do.decide_recording', fields: [item('acts.whichRequest', undecided('recordings')), approve, { name: 'until', label: 'acts.hearUntil', kind: 'time', optional: true, latest: (ticket) => ticket.grant_until }, reason] },
} as const satisfies Readonly<Record<string, Kind>>;

export type ActName = keyof typeof KINDS;

/** The acts that have forms of their own elsewhere on the page: sorting, and what is done with one file. */
const ELSEWHERE: ReadonlySet<string> = new Set(['sort', 'attach', 'remove_file', 'publish_file']);

/** What somebody does next with a ticket, most likely; the others are found behind "more". */
const FIRST: readonly ActName[] = ['accept', 'resolve', 'contribute', 'task_done', 'sender_replied', 'answered_live', 'publish', 'answer_confidential', 'direct', 'request_directive', 'assign', 'answer', 'progress', 'promise', 'ask_by_unit', 'return', 'ask_sender', 'decline', 'transfer_live', 'remind', 'reroute', 'decide_recording', 'hand_over'];
const SHOWN = 5;

/** The acts of a ticket in the order of their buttons: those shown, and those behind "more". before: those that come first of all. */
export function arranged(can: readonly string[], before: readonly ActName[] = []): { first: ActName[]; more: ActName[] } {
  const mine = can.filter((name): name is ActName => name in KINDS && !ELSEWHERE.has(name));
  const likely = [...before, ...FIRST];
  const rank = (name: ActName) => (likely.includes(name) ? likely.indexOf(name) : likely.length);
  const all = [...mine].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const first = all.filter((name) => likely.includes(name)).slice(0, SHOWN);
  return { first, more: all.filter((name) => !first.includes(name)) };
}
