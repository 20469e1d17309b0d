import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, it, vi } from 'vitest';
import { emptyDraft } from '../tickets/draft';
import type { Writing } from '../tickets/ticket-column';
import { KnownTicket } from './known-ticket';
import type { CardTicket } from './protocol';

const server = vi.hoisted(() => ({ noted: [] as unknown[] }));
vi.mock('../api/after', () => ({
  noteCall: (...what: unknown[]) => {
    server.noted.push(what);
    return Promise.resolve();
  },
}));
vi.mock('../api/drafts', () => ({ getDraft: () => new Promise(() => undefined), putDraft: () => Promise.resolve(1), dropDraft: () => Promise.resolve() }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'op01', role: 'operator' } }) }));

const ticket = { code: '26-000001-3', state: 'assigned', group: 2, content: 'Mất điện', open: true, late: false, created_at: '2026-11-27T01:00:00Z' } as unknown as CardTicket;
const coded = vi.fn();
const writing: Writing = { draft: { ...emptyDraft('pbx1-1.1'), content: 'Mất điện từ sáng' }, change: () => undefined, noted: coded };

function shown(call = 'pbx1-1.1') {
  const content = (by: Writing | null) => (
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <KnownTicket ticket={ticket} call={call} writing={by} />
      </MemoryRouter>
    </QueryClientProvider>
  );
  const client = new QueryClient();
  const { rerender, unmount } = render(content(writing));
  return { rings: () => rerender(content(null)), over: () => rerender(content(writing)), unmount };
}
const note = () => screen.getByTestId<HTMLTextAreaElement>('call-note');

beforeEach(() => {
  localStorage.clear();
  server.noted = [];
});

it('keeps the words that a call adds to a ticket while the next one rings, until they are noted', async () => {
  const first = shown();
  fireEvent.click(screen.getByTestId('note-26-000001-3'));
  expect(note().value).toBe('Mất điện từ sáng');
  fireEvent.change(note(), { target: { value: 'Vẫn chưa có điện' } });
  first.rings();
  expect(screen.queryByTestId('call-note')).toBeNull();
  first.over();
  expect(note().value).toBe('Vẫn chưa có điện');
  first.unmount();
  shown('pbx1-2.1').unmount();
  expect(screen.queryByTestId('call-note')).toBeNull();
  shown();
  expect(note().value).toBe('Vẫn chưa có điện');
  fireEvent.submit(note());
  await vi.waitFor(() => expect(coded).toHaveBeenCalledWith('26-000001-3'));
  expect(server.noted).toEqual([['26-000001-3', 'pbx1-1.1', 'Vẫn chưa có điện']]);
  expect(Object.keys(localStorage).filter((at) => at.startsWith('hotline.draft.'))).toEqual([]);
});

it('drops them when they are left', () => {
  shown();
  fireEvent.click(screen.getByTestId('note-26-000001-3'));
  fireEvent.change(note(), { target: { value: 'Nhầm' } });
  fireEvent.click(screen.getByTestId('call-note-leave'));
  fireEvent.click(screen.getByTestId('note-26-000001-3'));
  expect(note().value).toBe('Mất điện từ sáng');
});
