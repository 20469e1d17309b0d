import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, it, vi } from 'vitest';
import { Going } from './going';

const server = vi.hoisted(() => ({ incidents: [] as unknown[], shifts: [] as unknown[] }));

vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  recentIncidents: () => Promise.resolve(server.incidents),
}));
vi.mock('../api/staff', async (original) => ({
  ...(await original<typeof import('../api/staff')>()),
  listShifts: () => Promise.resolve(server.shifts),
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'op01', name: 'A', role: 'operator', operator: true } }) }));
vi.mock('./hooks', () => ({ useNow: () => Date.parse('2026-11-27T03:00:00Z') }));
notifyManager.setScheduler((told) => told());

const shift = (username: string, starts_at: string, ends_at: string) => ({ username, name: username, starts_at, ends_at });
const incident = (area: string, closed_at?: string) => ({ id: 1, area, text: 'Mất nước', opened_at: '2026-11-27T01:00:00Z', closed_at });

async function foot() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <Going />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await act(() => new Promise((done) => setTimeout(done, 0)));
}

beforeEach(() => {
  Object.assign(server, { incidents: [], shifts: [] });
});

it('leads from the desk’s foot to the incident that is open, and to one’s own next shift', async () => {
  server.incidents = [incident('Đồ Sơn', '2026-11-27T02:00:00Z'), incident('Kiến An')];
  server.shifts = [
    shift('op01', '2026-11-27T01:00:00Z', '2026-11-27T09:00:00Z'), // the one that is worked now
    shift('op02', '2026-11-27T09:00:00Z', '2026-11-27T17:00:00Z'), // a colleague's
    shift('op01', '2026-11-28T01:00:00Z', '2026-11-28T09:00:00Z'),
  ];
  await foot();
  const open = screen.getByTestId('foot-incident');
  expect(open.textContent).toContain('Kiến An');
  expect(open.getAttribute('href')).toBe('/incidents');
  const next = screen.getByTestId('foot-shift');
  expect(next.textContent).toContain('28/11');
  expect(next.textContent).toContain('08:00');
  expect(next.getAttribute('href')).toBe('/shifts');
});

it('says nothing where nothing is open and nobody planned one', async () => {
  server.incidents = [incident('Đồ Sơn', '2026-11-27T02:00:00Z')];
  server.shifts = [shift('op02', '2026-11-28T01:00:00Z', '2026-11-28T09:00:00Z')];
  await foot();
  expect(screen.queryByTestId('foot-incident')).toBeNull();
  expect(screen.queryByTestId('foot-shift')).toBeNull();
});
