// What a message's state means to who looks at it, on the list and on a ticket.

import type { Message, Told } from '../api/types';

/** The mark of a state: good, bad, or neither yet. */
export const TAGS = {
  queued: 'tag',
  sent: 'tag tag-good',
  delivered: 'tag tag-good',
  undelivered: 'tag tag-urgent',
  failed: 'tag tag-urgent',
  withdrawn: 'tag',
} as const satisfies Record<Message['state'], string>;

/** The word for a state: one that waits for the morning says so. */
export function stateKey(m: Pick<Message, 'state' | 'quiet'>): Message['state'] | 'night' {
  return m.quiet ? 'night' : m.state;
}

/** When a message came to its state; of one that waits, when it is tried next. */
export function reachedAt(m: Message): string | null {
  switch (m.state) {
    case 'queued':
      return m.next_at;
    case 'sent':
      return m.sent_at;
    case 'failed':
      return m.failed_at;
    case 'withdrawn':
      return m.withdrawn_at;
    default:
      return m.reported_at;
  }
}

/** Whether it may be sent again: it has not arrived, and nothing else tries it. */
export function canRetry(m: Message | Told): boolean {
  const again = 'retried' in m ? m.retried || m.withdrawn : m.retry !== null || m.withdrawn_at !== null;
  return (m.state === 'failed' || m.state === 'undelivered') && !again;
}
