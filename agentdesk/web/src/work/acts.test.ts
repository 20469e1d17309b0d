import { describe, expect, it } from 'vitest';
import type { InboxItem } from '../api/work';
import { actsOf, ticketOf, type Held } from './acts';

describe('what stands on a card', () => {
  it.each<[Held, string]>([
    [{ section: 'accept', can: ['accept', 'delegate', 'progress', 'resolve', 'return'] }, 'accept resolve progress return'],
    [{ section: 'answer', can: ['ask_by_unit', 'contribute', 'progress', 'promise', 'return'] }, 'contribute progress promise ask_by_unit return'],
    [{ section: 'asked', can: ['progress', 'resolve', 'sender_replied'] }, 'sender_replied resolve progress'],
    [{ section: 'task', can: ['progress', 'resolve', 'task_done'] }, 'task_done'],
    [{ section: 'contested', can: [] }, ''],
  ])('%o', (item, acts) => {
    expect(actsOf(item).join(' ')).toBe(acts);
  });
});

describe('a ticket as the inbox knows it', () => {
  it('has its code, its version, and the task that was given', () => {
    const task = { number: 3, of: 'SXD', unit: 'A', text: 'Kiểm tra', report: '' };
    expect(ticketOf({ ticket: '26-000001-3', version: 4, task } as unknown as InboxItem)).toMatchObject({ code: '26-000001-3', version: 4, case: { tasks: [{ number: 3 }] } });
    expect(ticketOf({ ticket: '26-000001-3', version: 4 } as unknown as InboxItem).case?.tasks).toEqual([]);
  });
});
