import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ActField } from './act-field';
import { KINDS, type Ticket } from './kinds';

vi.mock('../api/work', async (original) => ({
  ...(await original<typeof import('../api/work')>()),
  finishTimes: () => Promise.resolve(['2026-12-01T10:00:00Z', '2026-12-02T10:00:00Z', '2026-12-03T10:00:00Z']),
}));

const until = KINDS.decide_recording.fields.find(({ name }) => name === 'until');

async function shown(ticket: Partial<Ticket>) {
  if (!until) throw new Error('it asks for no time');
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ActField field={until} ticket={ticket as Ticket} value="" fault={undefined} onChange={() => undefined} />
    </QueryClientProvider>,
  );
  await waitFor(() => expect(screen.queryByTestId('finish-0')).not.toBeNull());
}

it('offers a unit no recording for longer than the city lets anybody hear one, and says how long that is', async () => {
  await shown({ grant_until: '2026-12-02T10:30:00Z' });
  expect(screen.queryByTestId('finish-1')).not.toBeNull();
  expect(screen.queryByTestId('finish-2')).toBeNull();
  expect(document.body.textContent).toContain('Muộn nhất là 02/12/2026 17:30.');
  expect(document.querySelector<HTMLInputElement>('.day-native')?.max).toBe('2026-12-02');
});

it('offers what it knows no end of as it is', async () => {
  await shown({});
  expect(screen.queryByTestId('finish-2')).not.toBeNull();
  expect(document.body.textContent).not.toContain('Muộn nhất');
});
