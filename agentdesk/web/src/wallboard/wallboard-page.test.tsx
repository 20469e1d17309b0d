import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import WallboardPage from './wallboard-page';

const query = vi.hoisted(() => ({ now: { data: undefined, isError: false, isPending: true, error: null as Error | null, errorUpdateCount: 0 }, refetch: vi.fn() }));
const live = vi.hoisted(() => () => ({ ...query.now, refetch: query.refetch }));
vi.mock('./live', async (original) => ({ ...(await original<typeof import('./live')>()), useLiveQueues: live, useLiveOperators: live, useLiveTrunks: live, useLiveIncidents: live, useLiveCallbacks: live }));
vi.mock('../supervision/requests', async (original) => ({ ...(await original<typeof import('../supervision/requests')>()), useLiveCalls: live }));
vi.mock('../supervision/live-calls', () => ({ LiveCalls: () => null }));

it('says that nothing can be had while it is asked for again every second', () => {
  const { rerender } = render(<WallboardPage />);
  expect(screen.getByTestId('page-loading')).toBeTruthy();
  // It failed for good, and is being asked for once more.
  query.now = { ...query.now, isError: true, isPending: false, error: new ApiError(0), errorUpdateCount: 1 };
  act(() => rerender(<WallboardPage />));
  query.now = { ...query.now, isError: false, isPending: true, error: null };
  act(() => rerender(<WallboardPage />));
  expect(screen.getByTestId('page-error').textContent).toContain('Chưa tới được máy chủ');
  fireEvent.click(screen.getByRole('button'));
  expect(query.refetch).toHaveBeenCalledTimes(6);
});
