// The acts behind "more", by what they are about; those that take something away, or alarm somebody, apart and last.

import type { Key } from '../i18n';
import type { ActName } from './kinds';

type Group = 'actgroup.work' | 'actgroup.sender' | 'actgroup.data' | 'actgroup.papers' | 'actgroup.grave';

const GROUPS: readonly (readonly [Group, readonly ActName[]])[] = [
  [
    'actgroup.work',
    ['accept', 'answer', 'transfer_live', 'answered_live', 'precheck', 'assign', 'reroute', 'promise', 'progress', 'contribute', 'delegate', 'task_done', 'resolve', 'hand_over', 'remind', 'take_by_office', 'request_directive', 'direct', 'publish', 'published_by_unit'],
  ],
  ['actgroup.sender', ['ask_sender', 'ask_by_unit', 'sender_replied', 'stop_waiting', 'answer_confidential', 'contest', 'rate', 'allow_identity']],
  ['actgroup.data', ['correct', 'unmark_emergency', 'mark_urgent', 'mark_confidential', 'mark_outside']],
  ['actgroup.papers', ['want_review', 'send_dossier', 'record_document', 'document_replied', 'report_conduct', 'propose_reward', 'decide_reward', 'decide_warning', 'request_recording', 'decide_recording']],
  ['actgroup.grave', ['mark_emergency', 'decline', 'return', 'merge', 'withdraw_publication', 'warn_of_sender']],
];

/** The acts in their groups; without the groups that have none. */
export function grouped(acts: readonly ActName[]): { label: Key; names: ActName[] }[] {
  return GROUPS.map(([label, names]) => ({ label, names: names.filter((name) => acts.includes(name)) })).filter(({ names }) => names.length > 0);
}
