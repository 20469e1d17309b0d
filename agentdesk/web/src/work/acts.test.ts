import { describe, expect, it } from 'vitest';
import type { InboxItem } from '../api/work';
import { actsOf, ticketOf, type Held } from './acts';

describe('what a unit can do', () => {
  it.each<[Partial<Held>, string]>([
    [{ section: 'accept', state: 'assigned' }, 'accept resolve progress return'],
    [{ section: 'accept', state: 'assigned', lead: false }, 'accept contribute progress return'],
    [{}, 'resolve progress promise ask_by_unit return'],
    [{ lead: false }, 'contribute progress return'],
    [{ section: 'asked', state: 'awaiting_sender_for_unit' }, 'sender_replied resolve progress return'],
    [{ section: 'promised', state: 'verifying' }, 'resolve progress return'],
    [{ state: 'escalated_to_head' }, 'resolve progress return'],
    [{ section: 'task', state: 'in_progress' }, 'task_done'],
    [{ section: 'contested', state: 'contested' }, ''],
  ])('%o', (part, acts) => {
    expect(actsOf({ state: 'in_progress', section: 'answer', lead: true, ...part }).join(' ')).toBe(acts);
  });
});

describe('a ticket as the inbox knows it', () => {
  it('has its code, its version, and the task that was given', () => {
    const task = { number: 3, of: 'SXD', unit: 'A', text: 'Kiểm tra', report: '' };
    expect(ticketOf({ ticket: '26-000001-3', version: 4, task } as unknown as InboxItem)).toMatchObject({ code: '26-000001-3', version: 4, case: { tasks: [{ number: 3 }] } });
    expect(ticketOf({ ticket: '26-000001-3', version: 4 } as unknown as InboxItem).case?.tasks).toEqual([]);
  });
});
