import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import type { ReactNode } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { Officer, UnitDetail } from '../api/units';
import { Officers } from './officers';
import { UnitForm } from './unit-form';

const person = (id: number, name: string): Officer => ({ id, unit: 'SXD', post: 'focal', version: 1, rank: id, name, phone: `022530000${id}` });
const unit: UnitDetail = { code: 'SXD', name: 'Sở Xây dựng', kind: 'department', listed: true, depth: 0, version: 3, path: [], heirs: [], officers: [person(1, 'An'), person(2, 'Bình'), person(3, 'Chi')] };
const server = vi.hoisted(() => ({ fails: null as Error | null, now: {}, orders: [] as number[][], saved: [] as unknown[] }));

vi.mock('../api/units', () => ({
  getUnit: () => Promise.resolve(server.now),
  orderOfficers: (_code: string, _post: string, order: Officer[]) => {
    if (server.fails) return Promise.reject(server.fails);
    server.orders.push(order.map(({ id }) => id));
    return Promise.resolve({ ...unit, officers: order.map((officer, at) => ({ ...officer, rank: at + 1 })) });
  },
  changeUnit: (facts: { name: string }, version: number) => {
    if (server.fails) return Promise.reject(server.fails);
    server.saved.push([facts.name, version]);
    return Promise.resolve({ ...unit, ...facts, version: version + 1 });
  },
}));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [] }) }));
vi.mock('../desk/call-number', () => ({ CallNumber: ({ number }: { number: string }) => number }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'quantri', name: 'A', role: 'admin' } }) }));

const show = (content: ReactNode) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>{content}</MemoryRouter>
    </QueryClientProvider>,
  );

beforeEach(() => {
  localStorage.clear();
  Object.assign(server, { fails: null, now: unit, orders: [], saved: [] });
});

it('puts who is called first by the arrow keys, says so, and saves it at once', async () => {
  show(<Officers unit={unit} post="focal" changes adding={false} />);
  const grip = screen.getByTestId('officer-grip-1');
  grip.focus();
  fireEvent.keyDown(grip, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(screen.getByTestId('officer-grip-1'));
  expect(screen.getByText('An: thứ tự 2')).toBeTruthy();
  fireEvent.keyDown(screen.getByTestId('officer-grip-1'), { key: 'ArrowDown' });
  fireEvent.keyDown(screen.getByTestId('officer-grip-1'), { key: 'ArrowDown' });
  fireEvent.click(screen.getByTestId('on-call-save-focal'));
  await waitFor(() => expect(server.orders).toEqual([[2, 3, 1]]));
  await waitFor(() => expect(screen.queryByTestId('on-call-save-focal')).toBeNull());
});

it('keeps the wanted order when another changed somebody meanwhile', async () => {
  show(<Officers unit={unit} post="focal" changes adding={false} />);
  fireEvent.keyDown(screen.getByTestId('officer-grip-3'), { key: 'ArrowUp' });
  server.fails = new ApiError(409, { detail: 'Đã đổi', code: 'changed_meanwhile' });
  fireEvent.click(screen.getByTestId('on-call-save-focal'));
  await waitFor(() => expect(screen.getByTestId('on-call-trouble-focal').textContent).toBe('Đã đổi'));
  server.fails = null;
  fireEvent.click(screen.getByTestId('on-call-save-focal'));
  await waitFor(() => expect(server.orders).toEqual([[1, 3, 2]]));
});

it('is read alone by who may not change it', () => {
  show(<Officers unit={unit} post="focal" changes={false} adding={false} />);
  expect(screen.queryByTestId('officer-grip-1')).toBeNull();
  expect(screen.queryByTestId('officer-new-focal')).toBeNull();
});

it('lays another’s version of a unit beside mine, and goes on from it', async () => {
  show(<UnitForm unit={unit} onClose={() => undefined} />);
  fireEvent.change(screen.getByTestId('unit-name'), { target: { value: 'Sở của tôi' } });
  server.fails = new ApiError(409, { detail: 'Đã đổi', code: 'changed_meanwhile' });
  server.now = { ...unit, name: 'Sở của họ', version: 4 };
  fireEvent.click(screen.getByTestId('unit-save'));
  expect((await screen.findByTestId('conflict')).textContent).toContain('Sở của họ');
  server.fails = null;
  fireEvent.click(screen.getByTestId('conflict-mine'));
  expect(screen.getByTestId<HTMLInputElement>('unit-name').value).toBe('Sở của tôi');
  fireEvent.click(screen.getByTestId('unit-save'));
  await waitFor(() => expect(server.saved).toEqual([['Sở của tôi', 4]]));
});
