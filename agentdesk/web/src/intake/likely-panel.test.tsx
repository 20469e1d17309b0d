import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newQueries } from '../api/query-client';
import type { LikelyQuery, LikelyTicket } from '../api/likely';
import { emptyDraft, type Draft } from '../tickets/draft';
import { LikelyPanel } from './likely-panel';
import { queryOf } from './use-likely';

const one = (code: string, part: Partial<LikelyTicket> = {}): LikelyTicket => ({
  code, state: 'assigned', state_label: 'Đã chuyển', open: true, content: 'Đèn đường hỏng', address: '12 Lạch Tray', field: '', unit_name: 'Sở Xây dựng', confidential: false,
  created_at: '2026-11-27T01:00:00Z', because: ['place', 'words'], metres: null, ...part,
});
const server = vi.hoisted(() => ({ asked: [] as unknown[], found: [] as unknown[], noted: [] as unknown[], fails: null as Error | null }));
vi.mock('../api/likely', () => ({
  likelyTickets: (query: LikelyQuery) => {
    server.asked.push(query);
    return Promise.resolve(server.found);
  },
}));
vi.mock('../api/after', () => ({
  noteCall: (...all: unknown[]) => {
    server.noted.push(all);
    return server.fails ? Promise.reject(server.fails) : Promise.resolve({});
  },
}));

const draft = (part: Partial<Draft> = {}): Draft => ({ ...emptyDraft('pbx1-1.1'), content: 'Đèn đường tắt', address: '12 Lạch Tray', ...part });

async function panel(of: Draft) {
  const noted: string[] = [];
  const client = newQueries(0);
  const shown = (now: Draft) => (
    <QueryClientProvider client={client}>
      <textarea aria-label="content" data-testid="text" />
      <LikelyPanel writing={{ draft: now, change: () => undefined, noted: (code) => noted.push(code) }} from="0912345678" />
    </QueryClientProvider>
  );
  const { rerender } = render(shown(of));
  screen.getByTestId('text').focus();
  await act(() => vi.advanceTimersByTimeAsync(500));
  return { noted, type: (now: Draft) => rerender(shown(now)) };
}

describe('tickets like the one that is written', () => {
  beforeEach(() => {
    cleanup();
    vi.useFakeTimers();
    Object.assign(server, { asked: [], found: [one('26-000001-3'), one('26-000002-1', { metres: 41.6 })], noted: [], fails: null });
  });

  it('asks only when there is something to be like, by characters and not by halves of them', () => {
    expect(queryOf(draft({ content: 'Đèn', address: '' }), '')).toBeNull();
    expect(queryOf(draft({ sender: { ...emptyDraft('').sender, noPhone: true, phone: '09' } }), '0912345678')).toEqual({ content: 'Đèn đường tắt', address: '12 Lạch Tray', from: '0912345678' });
    expect(queryOf(draft({ content: '𠀀'.repeat(1200) }), '')?.content).toBe('𠀀'.repeat(1000));
  });

  it('waits until the typing rests, and takes the focus only when it is called', async () => {
    const { type } = await panel(draft());
    for (const content of ['Đèn đường tắt t', 'Đèn đường tắt từ', 'Đèn đường tắt từ tối']) type(draft({ content }));
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(server.asked).toHaveLength(2);
    expect(screen.getByTestId('likely').dataset['count']).toBe('2');
    expect(document.activeElement).toBe(screen.getByTestId('text'));
    expect(screen.getByTestId('likely-26-000002-1').textContent).toContain('cách 42 m · lời giống');
    fireEvent.keyDown(window, { code: 'KeyT', altKey: true });
    expect(document.activeElement).toBe(screen.getByTestId('likely-26-000001-3'));
    fireEvent.keyDown(screen.getByTestId('likely-26-000001-3'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(screen.getByTestId('likely-26-000002-1'));
    fireEvent.keyDown(screen.getByTestId('likely-26-000002-1'), { key: 'Escape' });
    expect(document.activeElement).toBe(screen.getByTestId('text'));
  });

  it('notes the call on the chosen one by Enter, not by a click that only reads', async () => {
    const { noted } = await panel(draft());
    fireEvent.click(screen.getByTestId('likely-26-000001-3'), { detail: 1 });
    expect(server.noted).toEqual([]);
    fireEvent.click(screen.getByTestId('likely-26-000001-3'), { detail: 0 }); // what Enter on a button makes
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(server.noted).toEqual([['26-000001-3', 'pbx1-1.1', 'Đèn đường tắt\n12 Lạch Tray']]);
    expect(noted).toEqual(['26-000001-3']);
  });

  it('notes the call on the first by one key, once that has been seen', async () => {
    const { noted, type } = await panel(draft());
    const press = () => fireEvent.keyDown(window, { code: 'KeyV', altKey: true });
    press();
    expect(server.noted).toEqual([]);
    expect(screen.getByRole('status').textContent).toContain('Phiếu đầu vừa đổi');
    await act(() => vi.advanceTimersByTimeAsync(1000));
    server.found = [one('26-000003-9')];
    type(draft({ content: 'Đèn đường tắt từ tối' }));
    await act(() => vi.advanceTimersByTimeAsync(500));
    await act(() => vi.advanceTimersByTimeAsync(10));
    press(); // another has come first meanwhile
    expect(server.noted).toEqual([]);
    await act(() => vi.advanceTimersByTimeAsync(1000));
    press();
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(noted).toEqual(['26-000003-9']);
  });

  it('notes it by the same key on the one that is gone to', async () => {
    const { noted } = await panel(draft());
    fireEvent.keyDown(window, { code: 'KeyT', altKey: true });
    fireEvent.keyDown(screen.getByTestId('likely-26-000001-3'), { key: 'ArrowDown' });
    fireEvent.keyDown(window, { code: 'KeyV', altKey: true });
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(noted).toEqual(['26-000002-1']);
  });

  it('says what keeps the call from being noted, and the draft stays', async () => {
    server.fails = new Error('no');
    const { noted } = await panel(draft());
    fireEvent.click(screen.getByTestId('likely-attach-26-000001-3'), { detail: 1 });
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(screen.getByRole('status').textContent).toContain('Chưa ghi được vào 26-000001-3');
    expect(noted).toEqual([]);
  });
});
