import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { SessionGate } from './session';

const gone = new Set<() => void>();

vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  currentUser: () => Promise.resolve({ username: 'truongca', name: 'Trưởng ca', role: 'leader', operator: false }),
  onUnauthorised: (listener: () => void) => {
    gone.add(listener);
    return () => gone.delete(listener);
  },
}));

function Numbers() {
  const { data } = useQuery({ queryKey: ['calls'], queryFn: () => Promise.resolve('0912345678') });
  return <p>{data}</p>;
}

describe('a session that ends by itself', () => {
  it('leaves nothing of what the person was shown to the next at the same machine', async () => {
    const client = new QueryClient();
    render(
      <QueryClientProvider client={client}>
        <SessionGate>
          <Numbers />
        </SessionGate>
      </QueryClientProvider>,
    );
    await screen.findByText('0912345678');
    act(() => gone.forEach((listener) => listener()));
    expect(await screen.findByTestId('login-username')).not.toBeNull();
    expect(client.getQueryData(['calls'])).toBeUndefined();
  });
});
