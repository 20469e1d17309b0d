import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { OfficeList } from './office-list';
import type { PartProps } from './part-props';

const asked = vi.hoisted(() => [] as unknown[]);
vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  listTickets: (query: unknown) => {
    asked.push(query);
    return Promise.resolve({ items: [{ code: '26-000028-6', state: 'contested', content: 'Đèn vẫn hỏng', unit: 'SXD', unit_name: 'Sở Xây dựng', updated_at: '2026-11-27T01:00:00Z' }] });
  },
}));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [] }) }));

it('shows what nothing goes on in but by the Office, in the order that is asked for', async () => {
  const onOpen = vi.fn();
  const onSort = vi.fn();
  const props: PartProps = {
    cursor: '', sort: 'waiting', narrowed: { unit: 'SXD', clock: '', field: '', area: '' }, onGo: vi.fn(), onSort, onNarrow: vi.fn(), onOpen, toTicket: (code) => <b>{code}</b>,
  };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OfficeList {...props} />
    </QueryClientProvider>,
  );
  const row = await screen.findByText('Đèn vẫn hỏng');
  expect(asked).toEqual([{ state: ['contested', 'office_led', 'awaiting_directive'], unit: 'SXD', sort: 'waiting' }]);
  expect(screen.getByText('Người gửi không nhất trí')).toBeTruthy();
  fireEvent.click(row);
  expect(onOpen).toHaveBeenCalledWith('26-000028-6');
  fireEvent.click(screen.getByRole('button', { name: /Cập nhật/ }));
  expect(onSort).toHaveBeenCalledWith('updated');
});
