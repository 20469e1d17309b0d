// What a unit's people can do with what waits for them. The server decides again; this keeps doors
// that would not open off the wall.

import type { Key } from '../i18n';
import type { InboxItem } from '../api/work';

/** As the address of the operation names it. */
export type Act = 'accept' | 'progress' | 'promise' | 'ask-by-unit' | 'sender-replied' | 'resolve' | 'contribute' | 'return' | 'task-done';

/** What has to be known of a ticket to act on it. */
export type Held = Pick<InboxItem, 'ticket' | 'version' | 'state' | 'section' | 'lead' | 'task'>;

export interface FieldOf {
  name: string;
  label: Key;
  kind: 'text' | 'time' | 'unit';
  optional?: boolean;
}

interface Form {
  fields: readonly FieldOf[];
  /** Pictures belong to it. */
  photos?: boolean;
}

/** What each act asks for; one that asks for nothing is done by one tap. */
export const FORMS: Readonly<Record<Act, Form>> = {
  accept: { fields: [] },
  progress: { fields: [{ name: 'text', label: 'workform.progress.text', kind: 'text' }], photos: true },
  promise: {
    fields: [
      { name: 'until', label: 'workform.promise.until', kind: 'time' },
      { name: 'reason', label: 'workform.promise.reason', kind: 'text' },
    ],
  },
  'ask-by-unit': { fields: [{ name: 'text', label: 'workform.ask-by-unit.text', kind: 'text' }] },
  'sender-replied': { fields: [{ name: 'text', label: 'workform.sender-replied.text', kind: 'text' }] },
  resolve: { fields: [{ name: 'text', label: 'workform.resolve.text', kind: 'text' }], photos: true },
  contribute: { fields: [{ name: 'text', label: 'workform.contribute.text', kind: 'text' }], photos: true },
  return: {
    fields: [
      { name: 'reason', label: 'workform.return.reason', kind: 'text' },
      { name: 'whose', label: 'workform.return.whose', kind: 'unit', optional: true },
    ],
  },
  'task-done': { fields: [{ name: 'report', label: 'workform.task-done.report', kind: 'text' }], photos: true },
};

/** The acts that are possible, the next one first. */
export function actsOf(item: Held): Act[] {
  if (item.section === 'contested') return [];
  if (item.section === 'task') return ['task-done'];
  const acts: Act[] = [];
  if (item.section === 'accept') acts.push('accept');
  if (item.section === 'asked') acts.push('sender-replied');
  acts.push(item.lead ? 'resolve' : 'contribute', 'progress');
  if (item.lead && item.state === 'in_progress') acts.push('promise', 'ask-by-unit');
  acts.push('return');
  return acts;
}

/** What is sent of what was typed; null: something is missing. */
export function sentOf(act: Act, item: Held, typed: Readonly<Record<string, string>>): Record<string, unknown> | null {
  const sent: Record<string, unknown> = {};
  for (const field of FORMS[act].fields) {
    const value = (typed[field.name] ?? '').trim();
    if (value === '' && !field.optional) return null;
    if (value !== '') sent[field.name] = value;
  }
  if (act === 'task-done') sent['number'] = item.task?.number;
  return sent;
}
