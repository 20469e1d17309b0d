import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Policy } from '../api/rules';
import PoliciesPage from './policies-page';

const policy = (version: string, from: string, at: string, minutes: number): Policy => ({
  version, from, at, author: 'quantri', note: '', holds: version === 'goc',
  rules: [{ clock: 'officer', minutes, warn_minutes: 60, clause: 'Điều 9.3' }],
  readings: [{ question: 'promise', answer: 'defers', clause: 'Điều 9.3' }],
});
const server = vi.hoisted(() => ({ policies: [] as unknown[], kept: [] as unknown[] }));
vi.mock('../api/rules', () => ({
  allPolicies: () => Promise.resolve(server.policies.toReversed()),
  withdrawPolicy: () => Promise.resolve(),
  keepPolicy: (terms: unknown) => {
    server.kept.push(terms);
    return Promise.resolve(terms);
  },
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'quantri', name: 'A', role: 'admin' } }) }));
vi.mock('../api/drafts', () => ({ getDraft: () => new Promise(() => undefined), putDraft: () => Promise.resolve(1), dropDraft: () => Promise.resolve() }));

function page() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <PoliciesPage />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  localStorage.clear();
  server.kept = [];
  server.policies = [policy('goc', '2024-12-30', '2024-12-30T00:00:00Z', 480)];
});

describe('terms that are written', () => {
  it('on top of older ones are laid beside the newest, and are sent when that is settled', async () => {
    const first = page();
    fireEvent.click(await screen.findByTestId('rules-new'));
    fireEvent.change(screen.getByTestId('policy-version'), { target: { value: 'moi' } });
    expect(screen.queryByTestId('conflict')).toBeNull();
    first.unmount();

    server.policies = [...server.policies, policy('khac', '2027-01-01', '2026-11-01T00:00:00Z', 600)];
    page();
    expect((await screen.findByTestId('conflict')).textContent).toContain('10');
    expect(screen.getByTestId<HTMLButtonElement>('policy-save').disabled).toBe(true);
    fireEvent.click(screen.getByTestId('conflict-mine'));
    expect(screen.queryByTestId('conflict')).toBeNull();
    expect(screen.getByTestId<HTMLInputElement>('policy-version').value).toBe('moi');
    fireEvent.click(screen.getByTestId('policy-save'));
    await waitFor(() => expect(server.kept).toHaveLength(1));
  });
});
