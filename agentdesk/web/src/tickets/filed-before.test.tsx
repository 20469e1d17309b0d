import { QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { newQueries } from '../api/query-client';
import { DraftStore } from './draft-store';
import { TicketColumn } from './ticket-column';

interface Desk {
  form: unknown;
  drafts: unknown;
  sent: { key: string; content: string }[];
  answers: (() => Promise<unknown>)[];
}
const desk = vi.hoisted((): Desk => ({ form: null, drafts: null, sent: [], answers: [] }));
vi.mock('../desk/context', () => ({ useOperatorDesk: () => ({ desk: { closeForm: () => undefined }, drafts: desk.drafts, view: { desk: { form: desk.form, call: null } } }) }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'op01', name: 'A', role: 'operator' } }) }));
vi.mock('../api/drafts', () => ({ getDraft: () => Promise.resolve(null), putDraft: () => Promise.resolve(1), dropDraft: () => Promise.resolve() }));
vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  fileTicket: ({ content }: { content: string }, key: string) => {
    desk.sent.push({ key, content });
    return desk.answers.shift()?.();
  },
}));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [] }), useFields: () => ({ data: [] }) }));
vi.mock('../intake/after-filed', () => ({ AfterFiled: () => null }));
vi.mock('../intake/waiting-files', () => ({ WaitingFiles: () => null }));

const call = { id: 'pbx1-1.1', from: '+84912345678', to: '02251022', state: 'talking', arrived_at: '2026-11-27T01:00:00Z' } as const;

beforeEach(() => {
  Object.assign(desk, { form: { call, card: null }, drafts: new DraftStore('op01'), sent: [], answers: [] });
});

const column = () =>
  render(
    <QueryClientProvider client={newQueries(0)}>
      <MemoryRouter>
        <TicketColumn onUnitTyped={() => undefined} onWriting={() => undefined} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
const content = () => screen.getByTestId<HTMLTextAreaElement>('ticket-content');
const type = (text: string) => fireEvent.change(content(), { target: { value: text } });

it('shows a draft as filed that became a ticket by a try whose answer was lost, with what was typed since', async () => {
  desk.answers = [() => Promise.reject(new ApiError(0)), () => Promise.reject(new ApiError(409, { code: 'idempotency_key_reused', ticket: '26-000001-8' }))];
  column();
  fireEvent.click(screen.getByTestId('ticket-group-1').querySelector('input') as HTMLElement);
  type('Đèn tắt');
  fireEvent.click(screen.getByTestId('ticket-submit'));
  await vi.waitFor(() => expect(screen.getByTestId('ticket-trouble').textContent).not.toBe(''));
  type('Đèn tắt từ tối qua');
  fireEvent.click(screen.getByTestId('ticket-submit'));
  expect((await screen.findByTestId('ticket-code')).getAttribute('data-code')).toBe('26-000001-8');
  expect(screen.getByTestId('ticket-filed-before').textContent).toContain('Đèn tắt từ tối qua');
  expect(desk.sent.map(({ content: said }) => said)).toEqual(['Đèn tắt', 'Đèn tắt từ tối qua']);
  expect(desk.sent[0]?.key).toBe(desk.sent[1]?.key);
});

it('takes no word while it is being sent, which would be in no ticket', async () => {
  let answered: (error: unknown) => void = () => undefined;
  desk.answers = [() => new Promise((_, refused) => (answered = refused))];
  column();
  fireEvent.click(screen.getByTestId('ticket-group-1').querySelector('input') as HTMLElement);
  type('Đèn tắt');
  content().focus();
  fireEvent.click(screen.getByTestId('ticket-submit'));
  expect(screen.getByTestId('ticket-form').getAttribute('aria-busy')).toBe('true');
  type('Đèn tắt từ tối qua');
  fireEvent.change(screen.getByTestId('sender-name'), { target: { value: 'Hoa' } });
  expect([content().value, screen.getByTestId<HTMLInputElement>('sender-name').value]).toEqual(['Đèn tắt', '']);
  await act(() => {
    answered(new ApiError(0));
    return Promise.resolve();
  });
  expect(document.activeElement).toBe(content());
  type('Đèn tắt từ tối qua');
  expect(content().value).toBe('Đèn tắt từ tối qua');
});
