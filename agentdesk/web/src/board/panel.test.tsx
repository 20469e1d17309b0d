import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import Panel from './panel';

const server = vi.hoisted(() => ({ fails: null as Error | null }));
const ticket = { code: '26-000001-3', version: 2, state: 'in_progress', content: 'Đèn đường hỏng', address: '', unit: 'SXD', emergency: true, urgent: false, confidential: true, can: [] };
vi.mock('../api/client', async (original) => ({ ...(await original<typeof import('../api/client')>()), getTicket: () => (server.fails ? Promise.reject(server.fails) : Promise.resolve(ticket)) }));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [] }) }));
vi.mock('../acts/act-bar', () => ({ ActBar: () => <textarea data-testid="words" /> }));
vi.mock('../tickets/case-parts', () => ({ CaseParts: () => null }));
vi.mock('../tickets/terms', () => ({ Terms: () => null }));

notifyManager.setScheduler((told) => told());

it('stays while the server does not answer, and goes with the right to it', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Panel code="26-000001-3" onClose={() => undefined} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const words = await screen.findByTestId('words');
  expect([...document.querySelectorAll('.tag')].map((tag) => tag.textContent)).toEqual(['Đang xử lý', 'Khẩn cấp', 'Bảo mật thông tin người gửi']);
  server.fails = new ApiError(502);
  await act(() => client.refetchQueries());
  expect(screen.getByTestId('words')).toBe(words);
  expect(screen.getByRole('status').textContent).toContain('dữ liệu lúc trước');
  server.fails = new ApiError(404);
  await act(() => client.refetchQueries());
  expect(screen.queryByTestId('words')).toBeNull();
  expect(screen.getByTestId('page-error')).toBeTruthy();
});
