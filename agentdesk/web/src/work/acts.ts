// Of what whoever looks at an item may do (InboxItem.can: the server says, by the law's one table), what stands on its card.
// The forms are those of src/acts.

import type { ActName, Ticket } from '../acts/kinds';
import type { InboxItem } from '../api/work';

/** What has to be known of an item to say what is offered on its card. */
export type Held = Pick<InboxItem, 'section' | 'can'>;

/** The acts of a unit's own work, the next one first; all others are on the ticket's page. */
const OWN = ['accept', 'sender_replied', 'resolve', 'contribute', 'progress', 'promise', 'ask_by_unit', 'return'] as const satisfies readonly ActName[];

export function actsOf({ section, can }: Held): ActName[] {
  const offered: readonly ActName[] = section === 'task' ? ['task_done'] : OWN;
  return offered.filter((act) => can.includes(act));
}

/** As much of an item's ticket as a form needs, until the ticket itself is there. */
export function ticketOf(item: InboxItem): Ticket {
  const { ticket: code, version, unit, field, content, address, urgent, confidential, task } = item;
  return { code, version, unit, field, content, address, urgent, confidential, outside_tthc: false, case: { tasks: task ? [task] : [] } };
}
