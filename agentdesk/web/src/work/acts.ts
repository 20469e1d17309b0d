// What a unit's people can do with what waits for them. The server decides again; this keeps doors
// that would not open off the wall. The forms are those of src/acts.

import type { ActName, Ticket } from '../acts/kinds';
import type { InboxItem } from '../api/work';

/** What has to be known of an item to say what can be done. */
export type Held = Pick<InboxItem, 'state' | 'section' | 'lead'>;

/** The acts that are possible, the next one first. */
export function actsOf(item: Held): ActName[] {
  if (item.section === 'contested') return [];
  if (item.section === 'task') return ['task_done'];
  const acts: ActName[] = [];
  if (item.section === 'accept') acts.push('accept');
  if (item.section === 'asked') acts.push('sender_replied');
  acts.push(item.lead ? 'resolve' : 'contribute', 'progress');
  if (item.lead && item.state === 'in_progress') acts.push('promise', 'ask_by_unit');
  acts.push('return');
  return acts;
}

/** As much of an item's ticket as a form needs, until the ticket itself is there. */
export function ticketOf(item: InboxItem): Ticket {
  const { ticket: code, version, unit, field, content, address, urgent, confidential, task } = item;
  return { code, version, unit, field, content, address, urgent, confidential, outside_tthc: false, case: { tasks: task ? [task] : [] } };
}
