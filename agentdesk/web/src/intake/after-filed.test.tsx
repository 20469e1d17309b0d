import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newQueries } from '../api/query-client';
import type { Then } from '../desk/keys';
import { AfterFiled } from './after-filed';

const server = vi.hoisted(() => ({ can: ['assign', 'ask_sender', 'answer', 'decline', 'mark_urgent'] as string[], sent: [] as unknown[] }));
const ticket = () => ({ code: '26-000001-3', version: 3, unit: 'SXD', content: 'Đèn hỏng', address: '', field: '', urgent: false, can: server.can, slips: [], attachments: [] });
vi.mock('../api/client', async (original) => ({ ...(await original<typeof import('../api/client')>()), getTicket: () => Promise.resolve(ticket()) }));
vi.mock('../acts/model', async (original) => ({
  ...(await original<typeof import('../acts/model')>()),
  perform: (_: unknown, name: string, fields: unknown) => {
    server.sent.push([name, fields]);
    server.can = ['mark_urgent'];
    return Promise.resolve(ticket());
  },
}));
const article = { id: 7, version: 2, title: 'Đèn đường', answer: 'Báo 0225 300 021.', field: '', unit: '', unit_name: '', sources: [], due: false, uses: 0 };
vi.mock('../api/knowledge', () => ({ searchArticles: () => Promise.resolve([article]), noteUse: () => Promise.resolve(), reportGap: () => Promise.resolve() }));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [], isPending: false }), useFields: () => ({ data: [] }), usePersonName: () => (name: string) => name }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'op01', role: 'operator' } }) }));

async function after(then: Then | null) {
  const client = newQueries(0);
  render(
    <QueryClientProvider client={client}>
      <AfterFiled code="26-000001-3" then={then} />
    </QueryClientProvider>,
  );
  await screen.findByTestId('act-bar');
}

const alt = (code: string) => fireEvent.keyDown(window, { code, altKey: true });

describe('what follows filing', () => {
  beforeEach(() => {
    cleanup();
    localStorage.clear();
    server.can = ['assign', 'ask_sender', 'answer', 'decline', 'mark_urgent'];
    server.sent = [];
  });

  it('opens the form of what it was filed for, which Ctrl+Enter sends', async () => {
    await after('thenAsk');
    const text = screen.getByTestId('act-text');
    expect(document.activeElement).toBe(text);
    fireEvent.change(text, { target: { value: 'Ở số nhà nào?' } });
    fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true });
    await screen.findByText('Đã thực hiện: Hỏi lại người gửi');
    expect(server.sent).toEqual([['ask_sender', { text: 'Ở số nhà nào?' }]]);
    expect(screen.queryByText(/không làm được với phiếu này/)).toBeNull();
  });

  it('answers from an article by keys alone: the hand is back in the answer, and Ctrl+Enter sends it from wherever it was', async () => {
    await after('thenAnswer');
    fireEvent.click(screen.getByTestId('act-article'));
    await screen.findByTestId('kb-hit-7');
    fireEvent.keyDown(screen.getByTestId('kb-search'), { key: 'Enter' });
    await screen.findByDisplayValue('Báo 0225 300 021.');
    expect(document.activeElement).toBe(screen.getByTestId('act-text'));
    screen.getByTestId('act-text').blur();
    fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true });
    await screen.findByText('Đã thực hiện: Trả lời ngay');
    expect(server.sent).toEqual([['answer', { text: 'Báo 0225 300 021.', basis: 'Đèn đường', article: 7 }]]);
  });

  it('leaves the basis that was typed, and says which article it answers from, which can be taken off', async () => {
    await after('thenAnswer');
    fireEvent.change(screen.getByTestId('act-basis'), { target: { value: 'Công văn 12' } });
    fireEvent.click(screen.getByTestId('act-article'));
    await screen.findByTestId('kb-hit-7');
    fireEvent.keyDown(screen.getByTestId('kb-search'), { key: 'Enter' });
    await screen.findByDisplayValue('Công văn 12; Đèn đường');
    expect(screen.getByTestId('act-based').textContent).toContain('Đèn đường');
    fireEvent.click(screen.getByTestId('act-based-leave'));
    expect(screen.queryByTestId('act-based')).toBeNull();
    fireEvent.submit(screen.getByTestId('act-form-answer'));
    await screen.findByText('Đã thực hiện: Trả lời ngay');
    expect(server.sent).toEqual([['answer', { text: 'Báo 0225 300 021.', basis: 'Công văn 12; Đèn đường' }]]);
  });

  it('goes from one act to another by their keys, and reaches every one that is allowed', async () => {
    await after(null);
    expect(screen.queryByTestId('act-form-assign')).toBeNull();
    for (const [code, form] of [['KeyA', 'assign'], ['KeyC', 'answer'], ['KeyW', 'decline'], ['KeyU', 'mark_urgent']] as const) {
      alt(code);
      expect(screen.getByTestId(`act-form-${form}`)).toBeTruthy();
    }
    alt('KeyS');
    expect(document.activeElement?.id).toBe('slip-note');
  });

  it('refuses with a reason and who is responsible, the hand in the form', async () => {
    await after('thenDecline');
    expect(document.activeElement).toBe(screen.getByTestId('act-reason'));
    fireEvent.change(screen.getByTestId('act-reason'), { target: { value: 'not_of_city' } });
    fireEvent.change(screen.getByTestId('act-words'), { target: { value: 'Việc này của tỉnh bên.' } });
    fireEvent.change(screen.getByTestId('act-where'), { target: { value: 'Tổng đài tỉnh, 1022' } });
    fireEvent.keyDown(screen.getByTestId('act-where'), { key: 'Enter', ctrlKey: true });
    await screen.findByText('Đã thực hiện: Không tiếp nhận');
    expect(server.sent).toEqual([['decline', { reason: 'not_of_city', words: 'Việc này của tỉnh bên.', where: 'Tổng đài tỉnh, 1022' }]]);
  });

  it('says so when the ticket does not allow it', async () => {
    server.can = ['mark_urgent'];
    await after('thenAssign');
    expect(screen.getByText(/không làm được với phiếu này/)).toBeTruthy();
    expect(screen.queryByTestId('act-form-assign')).toBeNull();
    expect(screen.getByTestId('after-keys').textContent).toBe('Alt+S phiếu chuyển · Ctrl+Enter thực hiện');
  });
});
