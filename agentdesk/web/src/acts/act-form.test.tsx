import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { Ticket } from '../api/types';
import { loadEnglish, setLanguage } from '../i18n';
import { ActForm } from './act-form';
import type { ActName } from './kinds';

const server = vi.hoisted(() => ({ refusal: null as Error | null, changes: [] as unknown[], since: [] as number[] }));

vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  ticketNews: (_: string, since: number) => {
    server.since.push(since);
    return Promise.resolve({ version: since + 1, changes: server.changes });
  },
}));
vi.mock('./model', async (original) => ({
  ...(await original<typeof import('./model')>()),
  perform: () => Promise.reject(server.refusal ?? new Error('nothing is refused')),
}));
vi.mock('../api/queries', async (original) => ({
  ...(await original<typeof import('../api/queries')>()),
  usePersonName: () => (name: string) => (name === 'thutruong' ? 'Bà Hoa' : name),
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'canbo', name: 'A', role: 'officer' } }) }));
vi.mock('../drafts/use-draft', () => ({ useDraft: () => ({ type: () => {}, forget: () => {} }) }));
vi.mock('../drafts/kept-where', () => ({ KeptWhere: () => null }));
vi.mock('../drafts/other-draft', () => ({ OtherDraft: () => null }));
vi.mock('../files/photo-input', () => ({ PhotoInput: () => null }));
notifyManager.setScheduler((told) => told());

const settle = () => act(() => new Promise((done) => setTimeout(done, 0)));
const ticket = (more: Partial<Ticket> = {}) => ({ code: '26-000001-3', version: 3, can: ['progress'], state: 'processing', ...more }) as Ticket;

function form(of: Ticket, name: ActName = 'progress') {
  const client = new QueryClient();
  const content = (shown: Ticket) => (
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <ActForm ticket={shown} name={name} onDone={() => {}} onLost={() => {}} onClose={() => {}} />
      </MemoryRouter>
    </QueryClientProvider>
  );
  const { rerender } = render(content(of));
  return (shown: Ticket) => rerender(content(shown));
}

const words = () => screen.getByRole<HTMLTextAreaElement>('textbox');

async function send() {
  fireEvent.change(words(), { target: { value: 'Đã cử đội sửa chữa' } });
  fireEvent.submit(screen.getByTestId('act-form-progress'));
  await settle();
  await settle();
}

beforeEach(() => {
  localStorage.clear();
  Object.assign(server, { refusal: null, changes: [], since: [] });
});

it('says who changed the ticket, what they did and when, where one comes second', async () => {
  server.refusal = new ApiError(409, { code: 'ticket_changed' });
  const did = (actor: string) => ({ at: '2026-11-27T02:00:00Z', actor, kind: 'ticket.accept', label: 'tiếp nhận', version: 4 });
  server.changes = [did('thutruong'), did('canbo')];
  form(ticket());
  await send();
  const others = screen.getByTestId('act-others').textContent;
  expect(others).toContain('Bà Hoa');
  expect(others).toContain('tiếp nhận');
  expect(others).toContain('09:00');
  expect(others).not.toContain('canbo');
  expect(server.since).toEqual([3]);
  expect(words().value).toBe('Đã cử đội sửa chữa');
});

it('asks nobody who else acted where the refusal is of something else', async () => {
  server.refusal = new ApiError(0);
  form(ticket());
  await send();
  expect(screen.queryByTestId('act-others')).toBeNull();
  expect(server.since).toEqual([]);
  expect(screen.getByTestId('act-retry')).toBeTruthy();
  expect(words().value).toBe('Đã cử đội sửa chữa');
});

it('keeps what was typed, and sends nothing, once the ticket says that it may be done no more', () => {
  const shown = form(ticket());
  fireEvent.change(words(), { target: { value: 'Đã cử đội sửa chữa' } });
  expect(screen.queryByTestId('act-barred')).toBeNull();
  shown(ticket({ version: 4, can: ['forward'] as never }));
  expect(screen.getByTestId('act-barred')).toBeTruthy();
  expect(screen.getByTestId<HTMLButtonElement>('act-send').disabled).toBe(true);
  expect(words().value).toBe('Đã cử đội sửa chữa');
  shown(ticket({ version: 5 }));
  expect(screen.queryByTestId('act-barred')).toBeNull();
});

it('bars the form of whose right was withdrawn, by the refusal, with the words to be copied', async () => {
  server.refusal = new ApiError(403, { code: 'forbidden', detail: 'Bạn không có quyền.' });
  form(ticket());
  await send();
  expect(screen.getByTestId<HTMLButtonElement>('act-send').disabled).toBe(true);
  expect(screen.getByText('Bạn không có quyền.')).toBeTruthy();
  expect(words().value).toBe('Đã cử đội sửa chữa');
  expect(screen.getByTestId('act-copy')).toBeTruthy();
});

it('proposes Vietnamese words to a citizen, whatever language the page is in', async () => {
  await loadEnglish();
  setLanguage('en');
  try {
    form(ticket({ can: ['decline'] }), 'decline');
    fireEvent.change(screen.getByTestId('act-reason'), { target: { value: 'crime' } });
    expect(screen.getByTestId<HTMLTextAreaElement>('act-words').value).toMatch(/^Nội dung của ông\/bà là tố giác tội phạm/);
  } finally {
    setLanguage('vi');
  }
});

it('brings whoever sends it with something lacking to the first field that lacks, every time', () => {
  form(ticket({ can: ['decline'] }), 'decline');
  const sends = () => fireEvent.submit(screen.getByTestId('act-form-decline'));
  screen.getByTestId('act-send').focus();
  sends();
  expect(document.activeElement).toBe(screen.getByTestId('act-reason'));
  fireEvent.change(screen.getByTestId('act-reason'), { target: { value: 'complaint' } });
  sends();
  expect(document.activeElement).toBe(screen.getByTestId('act-where'));
  screen.getByTestId('act-send').focus();
  sends();
  expect(document.activeElement).toBe(screen.getByTestId('act-where'));
});
