import { notifyManager, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { held } from '../acts/hold';
import { newQueries } from '../api/query-client';
import { ApiError } from '../api/client';
import type { Ticket } from '../api/types';
// What the page loads when it is wanted is here before the tests' time runs.
import './sort-fields';
import './sort-form';
import TicketPage from './ticket-page';

const server = vi.hoisted(() => ({ ticket: {} as Ticket, unread: null as Error | null, fails: null as Error | null, sent: [] as unknown[], sorted: [] as unknown[], role: 'office' }));

vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  sortTicket: (ticket: Ticket, heard: unknown) => {
    server.sorted.push(heard);
    return server.fails ? Promise.reject(server.fails) : Promise.resolve(ticket);
  },
  getTicket: () => (server.unread ? Promise.reject(server.unread) : Promise.resolve(server.ticket)),
}));
vi.mock('../acts/model', async (original) => ({
  ...(await original<typeof import('../acts/model')>()),
  perform: (ticket: Ticket, name: string, fields: unknown) => {
    if (server.fails) return Promise.reject(server.fails);
    server.sent.push({ version: ticket.version, name, fields });
    return Promise.resolve(ticket);
  },
}));
vi.mock('../api/queries', async (original) => ({
  ...(await original<typeof import('../api/queries')>()),
  useUnits: () => ({ data: [] }),
  useFields: () => ({ data: [] }),
  usePersonName: () => (name: string) => name,
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'vanphong', name: 'A', role: server.role } }) }));
vi.mock('./history', () => ({ History: () => null }));
vi.mock('./news', () => ({ News: () => null }));

const asRead = (part: Partial<Ticket> = {}) =>
  ({
    code: '26-000001-3', version: 3, state: 'in_progress', group: 1, field: '', unit: 'SXD', content: 'Đèn hỏng', address: '12 Lạch Tray', origin: 'operator', channel: 'call', created_at: '2026-11-27T01:00:00Z',
    sender: {}, calls: [], emergencies: [], complete: true, can: ['correct', 'remind'], ...part,
  }) as unknown as Ticket;

const settle = () => act(() => new Promise((done) => setTimeout(done, 0)));

async function page(shows = 'ticket-page') {
  const client = newQueries(0);
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={['/tickets/26-000001-3']}>
        <Routes>
          <Route path="/tickets/:code" element={<TicketPage />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await screen.findByTestId(shows);
}

async function open(act: string) {
  if (!screen.queryByTestId(`act-${act}`)) fireEvent.click(screen.getByTestId('act-more'));
  fireEvent.click(screen.getByTestId(`act-${act}`));
  await screen.findByTestId(`act-form-${act}`);
}

const type = (field: string, value: string) => fireEvent.change(screen.getByTestId(`act-${field}`), { target: { value } });
const value = (field: string) => screen.getByTestId<HTMLInputElement>(`act-${field}`).value;

notifyManager.setScheduler((told) => told());

beforeEach(() => {
  Object.assign(server, { ticket: asRead(), unread: null, fails: null, sent: [], sorted: [], role: 'office' });
});

describe('a form on its ticket’s page', () => {
  it('puts back nothing that another has corrected meanwhile', async () => {
    await page();
    await open('correct');
    type('reason', 'Nghe nhầm');
    type('content', 'Đèn đường hỏng');
    server.fails = new ApiError(409, { code: 'ticket_changed' });
    server.ticket = asRead({ version: 4, address: '21 Lạch Tray' });
    fireEvent.click(screen.getByTestId('act-send'));
    await screen.findByTestId('act-changed');
    await settle();
    expect(value('address')).toBe('21 Lạch Tray');
    expect(value('content')).toBe('Đèn đường hỏng');
    server.fails = null;
    fireEvent.click(screen.getByTestId('act-again'));
    await settle();
    expect(server.sent).toEqual([{ version: 4, name: 'correct', fields: { reason: 'Nghe nhầm', content: 'Đèn đường hỏng' } }]);
  });

  it('that was left and is opened again does not either', async () => {
    await page();
    await open('correct');
    type('reason', 'Nghe nhầm');
    cleanup();
    server.ticket = asRead({ version: 9, address: '21 Lạch Tray' });
    await page();
    expect(value('reason')).toBe('Nghe nhầm');
    expect(value('address')).toBe('21 Lạch Tray');
  });

  it('stays with what it says when the server cannot be reached', async () => {
    await page();
    await open('remind');
    type('text', 'Trong hôm nay');
    server.fails = server.unread = new ApiError(0);
    fireEvent.click(screen.getByTestId('act-send'));
    await screen.findByTestId('act-offline');
    await settle();
    expect(screen.getByTestId('act-retry')).toBeTruthy();
    expect(value('text')).toBe('Trong hôm nay');
  });

  it.each([403, 404])('gives its words back, and shows nothing more of the ticket, when that is no longer theirs (%d)', async (status) => {
    await page();
    await open('remind');
    type('text', 'Trong hôm nay');
    server.fails = server.unread = new ApiError(status);
    fireEvent.click(screen.getByTestId('act-send'));
    await screen.findByTestId('act-refused-gone');
    await settle();
    expect(screen.queryByTestId('ticket-page')).toBeNull();
    expect(screen.queryByText('Đèn hỏng')).toBeNull();
    expect(screen.getByTestId('act-left').textContent).toContain('Trong hôm nay');
    // Over plain HTTP there is no clipboard: the words are there, chosen.
    fireEvent.click(screen.getByTestId('act-copy'));
    const words = await screen.findByTestId<HTMLTextAreaElement>('act-words');
    expect([words.value, words.selectionStart, words.selectionEnd]).toEqual(['Trong hôm nay', 0, 13]);
  });

  it('gives its words back to who left it, and cannot open the ticket any more', async () => {
    await page();
    await open('remind');
    type('text', 'Trong hôm nay');
    cleanup();
    server.unread = new ApiError(404);
    await page('page-not-found');
    expect(screen.getByTestId('act-left').textContent).toContain('Trong hôm nay');
    fireEvent.click(screen.getByTestId('act-discard'));
    expect(screen.queryByTestId('act-left')).toBeNull();
    expect(Object.keys(localStorage).filter((at) => at.startsWith('hotline.act.'))).toEqual([]);
  });
});

it('shows the words of an act that may be done no more, to be copied or dropped', async () => {
  localStorage.setItem('hotline.act.vanphong.26-000001-3.remind', JSON.stringify({ text: 'Đề nghị xử lý gấp' }));
  server.ticket = asRead({ can: ['correct'] });
  await page();
  expect(screen.getByTestId('act-left').textContent).toContain('Đề nghị xử lý gấp');
  expect(screen.getByTestId('act-left-barred')).toBeTruthy();
  fireEvent.click(screen.getByTestId('act-discard'));
  expect(screen.queryByTestId('act-left')).toBeNull();
  expect(localStorage.getItem('hotline.act.vanphong.26-000001-3.remind')).toBeNull();
});

it('sends no file that would be refused for its kind, and says so', async () => {
  server.ticket = asRead({ can: ['attach'], attachments: [] });
  await page();
  fireEvent.change(screen.getByTestId('file-choose'), { target: { files: [new File(['x'], 'don.docx', { type: 'application/msword' })] } });
  expect(screen.getByTestId('file-barred').textContent).toContain('don.docx');
});

it('has the focus where acts are chosen, once a form is closed', async () => {
  server.ticket = asRead();
  await page();
  await open('remind');
  const later = screen.getByTestId('act-cancel');
  later.focus();
  fireEvent.click(later);
  expect(document.activeElement).toBe(screen.getByTestId('act-bar').querySelector('.act-buttons button'));
});

describe('a message that is to be sorted', () => {
  const message = (part: Partial<Ticket> = {}) => asRead({ group: 0, unit: '', content: '', address: '', can: ['remind'], ...part });
  // All of Ant Design is drawn for the first time by it.
  const form = () => screen.findByTestId('ticket-form', {}, { timeout: 100_000 });
  beforeEach(() => {
    Object.assign(server, { role: 'leader', ticket: message() });
  });

  it('is left alone by keys that are pressed in the form of an act beside it', async () => {
    await page();
    await form();
    await open('remind');
    fireEvent.change(screen.getByTestId('ticket-content'), { target: { value: 'Cây đổ' } });
    screen.getByTestId('ticket-content').focus();
    fireEvent.keyDown(screen.getByTestId('ticket-content'), { key: '1', code: 'Digit1', altKey: true });
    expect(screen.getByTestId('ticket-group-1').dataset['on']).toBe('true');
    screen.getByTestId('act-text').focus();
    fireEvent.keyDown(screen.getByTestId('act-text'), { key: '2', code: 'Digit2', altKey: true });
    fireEvent.keyDown(screen.getByTestId('act-text'), { key: 'Enter', ctrlKey: true });
    await settle();
    expect(screen.getByTestId('ticket-group-1').dataset['on']).toBe('true');
    expect(server.sorted).toEqual([]);
    screen.getByTestId('ticket-content').focus();
    fireEvent.keyDown(screen.getByTestId('ticket-content'), { key: 'Enter', ctrlKey: true });
    await settle();
    expect(server.sorted).toHaveLength(1);
  });

  it('stays under who writes, and gives the words back when another has sorted it', async () => {
    await page();
    await form();
    expect(held('26-000001-3')).toBe(false);
    fireEvent.click(screen.getByTestId('ticket-group-1').querySelector('input') as HTMLElement);
    fireEvent.change(screen.getByTestId('ticket-content'), { target: { value: 'Cây đổ' } });
    expect(held('26-000001-3')).toBe(true);
    server.fails = new ApiError(409, { code: 'ticket_changed' });
    server.ticket = message({ version: 4 });
    fireEvent.click(screen.getByTestId('ticket-submit'));
    await settle();
    expect(screen.getByTestId<HTMLTextAreaElement>('ticket-content').value).toBe('Cây đổ');
    server.ticket = message({ version: 5, group: 2 });
    fireEvent.click(screen.getByTestId('ticket-submit'));
    expect((await screen.findByTestId('sort-left')).textContent).toContain('Cây đổ');
    expect([screen.queryByTestId('ticket-form'), held('26-000001-3')]).toEqual([null, false]);
    fireEvent.click(screen.getByTestId('sort-left-discard'));
    expect([screen.queryByTestId('sort-left'), localStorage.getItem('hotline.draft.sort:vanphong.26-000001-3')]).toEqual([null, null]);
  });

  it('that somebody can open no more gives its words back', async () => {
    await page();
    await form();
    fireEvent.change(screen.getByTestId('ticket-content'), { target: { value: 'Cây đổ' } });
    cleanup();
    server.unread = new ApiError(404);
    await page('page-not-found');
    expect(screen.getByTestId('sort-left').textContent).toContain('Cây đổ');
  });
});
