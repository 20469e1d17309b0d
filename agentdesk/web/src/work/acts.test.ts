import { describe, expect, it } from 'vitest';
import { actsOf, sentOf, type Held } from './acts';

const held = (part: Partial<Held>): Held => ({ ticket: '26-000001-3', version: 4, state: 'in_progress', section: 'answer', lead: true, ...part });

describe('what a unit can do', () => {
  it.each<[Partial<Held>, string]>([
    [{ section: 'accept', state: 'assigned' }, 'accept resolve progress return'],
    [{ section: 'accept', state: 'assigned', lead: false }, 'accept contribute progress return'],
    [{}, 'resolve progress promise ask-by-unit return'],
    [{ lead: false }, 'contribute progress return'],
    [{ section: 'asked', state: 'awaiting_sender_for_unit' }, 'sender-replied resolve progress return'],
    [{ section: 'promised', state: 'verifying' }, 'resolve progress return'],
    [{ state: 'escalated_to_head' }, 'resolve progress return'],
    [{ section: 'task', state: 'in_progress' }, 'task-done'],
    [{ section: 'contested', state: 'contested' }, ''],
  ])('%o', (part, acts) => {
    expect(actsOf(held(part)).join(' ')).toBe(acts);
  });
});

describe('what is sent', () => {
  it('is nothing while something is missing', () => {
    expect(sentOf('promise', held({}), { until: '2026-11-27T10:00:00Z', reason: '  ' })).toBeNull();
    expect(sentOf('accept', held({}), {})).toEqual({});
  });

  it('leaves out what need not be told, and names the task', () => {
    expect(sentOf('return', held({}), { reason: ' Không thuộc thẩm quyền ', whose: '' })).toEqual({ reason: 'Không thuộc thẩm quyền' });
    const task = { number: 3, of: 'SXD', unit: 'A', text: 'Kiểm tra', report: '' };
    expect(sentOf('task-done', held({ task }), { report: 'Xong' })).toEqual({ report: 'Xong', number: 3 });
  });
});
