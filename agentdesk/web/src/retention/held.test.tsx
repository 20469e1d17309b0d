import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listHolds, type LegalHold } from '../api/retention';
import { Held } from './held';

vi.mock('../api/retention', () => ({ listHolds: vi.fn(), liftHold: vi.fn(), placeHold: vi.fn() }));
vi.mock('../api/queries', () => ({ usePersonName: () => (name: string) => name }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { role: 'officer', rights: [] } }) }));

const LIFTED: LegalHold = {
  id: '1', call: '', ticket: '260000018', reason: 'Thanh tra vụ việc số 12', document: '12/QĐ-TTr', placed_by: 'kiemtra', placed_at: '2026-11-20T01:00:00Z',
  lifted_by: 'vanphong', lifted_at: '2026-11-28T02:30:00Z', lift_reason: 'Vụ việc đã xong', recordings: 2,
};

const show = () =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <Held of={{ ticket: '260000018' }} />
      </MemoryRouter>
    </QueryClientProvider>,
  );

function holds(lifted: LegalHold[]) {
  vi.mocked(listHolds).mockImplementation((query) => Promise.resolve({ items: query.state === 'lifted' ? lifted : [], next: null }));
}

beforeEach(() => {
  vi.mocked(listHolds).mockReset();
});

describe('holds that were lifted', () => {
  it('say who lifted them, when and why, to whoever may place none', async () => {
    holds([LIFTED]);
    show();
    const said = (await screen.findByTestId('held-lifted')).textContent;
    for (const part of ['Thanh tra vụ việc số 12', 'vanphong', '28/11/2026', 'Vụ việc đã xong']) expect(said).toContain(part);
    expect(screen.getByTestId('held').dataset.standing).toBe('0');
    expect(vi.mocked(listHolds).mock.calls.map(([query]) => query)).toContainEqual({ ticket: '260000018', state: 'lifted', sort: '-placed', limit: 3 });
  });

  it('leave nothing where there was none', async () => {
    holds([]);
    const { container } = show();
    await vi.waitFor(() => expect(listHolds).toHaveBeenCalledTimes(2));
    expect(container.textContent).toBe('');
  });
});
