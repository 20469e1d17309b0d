import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hold } from '../acts/hold';
import type { Ticket } from '../api/types';
import { News } from './news';

const server = vi.hoisted(() => ({ news: { version: 3, changes: [] as unknown[] }, since: [] as number[] }));

vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  ticketNews: (_: string, since: number) => {
    server.since.push(since);
    return Promise.resolve(server.news);
  },
}));
vi.mock('../api/queries', () => ({ usePersonName: () => (name: string) => (name === 'canbo' ? 'Bà Hoa' : name) }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'vanphong', name: 'A', role: 'office' } }) }));
notifyManager.setScheduler((told) => told());

const settle = () => act(() => new Promise((done) => setTimeout(done, 0)));
const change = (actor: string, version: number) => ({ at: '2026-11-27T02:00:00Z', actor, kind: 'ticket.resolve', label: 'trả lời', version });

/** The page of a ticket of version 3; gives what was read anew. */
async function page() {
  const client = new QueryClient();
  const anew = vi.spyOn(client, 'invalidateQueries');
  render(
    <QueryClientProvider client={client}>
      <News ticket={{ code: '26-000001-3', version: 3 } as Ticket} />
    </QueryClientProvider>,
  );
  await settle();
  return anew;
}

beforeEach(() => {
  Object.assign(server, { news: { version: 3, changes: [] }, since: [] });
});

describe('a ticket’s open page', () => {
  it('says nothing while nothing happens', async () => {
    const anew = await page();
    expect(screen.queryByTestId('ticket-news')).toBeNull();
    expect(anew).not.toHaveBeenCalled();
  });

  it('says who did what, and is read anew, until that was seen', async () => {
    server.news = { version: 4, changes: [change('canbo', 4)] };
    const anew = await page();
    expect(screen.getByTestId('ticket-news').textContent).toContain('Bà Hoa');
    expect(screen.getByTestId('ticket-news').textContent).toContain('trả lời');
    expect(anew).toHaveBeenCalledWith({ queryKey: ['ticket', '26-000001-3'] });
    server.news = { version: 4, changes: [] };
    fireEvent.click(screen.getByTestId('ticket-news-seen'));
    await settle();
    expect(screen.queryByTestId('ticket-news')).toBeNull();
    expect(server.since).toEqual([3, 4]);
  });

  it('says it beside an act’s form, whose ticket stays the one that was seen', async () => {
    server.news = { version: 4, changes: [change('canbo', 4)] };
    const close = hold('26-000001-3');
    const anew = await page();
    expect(screen.getByTestId('ticket-news').textContent).toContain('Bà Hoa');
    expect(anew).not.toHaveBeenCalled();
    close();
  });

  it('does not tell people what they did themselves', async () => {
    server.news = { version: 4, changes: [change('vanphong', 4)] };
    await page();
    expect(screen.queryByTestId('ticket-news')).toBeNull();
  });
});
