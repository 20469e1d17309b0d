import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it } from 'vitest';
import { currentWhy, setWhy, why, withWhy } from './why';
import { WhyBar } from './why-bar';

beforeEach(() => setWhy(''));

describe('the reason of a look', () => {
  it('lets nothing stand that was shown without it, nor what was fetched of a history', async () => {
    const client = new QueryClient();
    client.setQueryData(['ticket-history', '26-000001-3', ''], 'as it was concealed');
    render(
      <QueryClientProvider client={client}>
        <MemoryRouter>
          <WhyBar />
        </MemoryRouter>
      </QueryClientProvider>,
    );
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'Thanh tra số 12' } });
    fireEvent.click(screen.getByTestId('why-say'));
    await waitFor(() => expect(client.getQueryData(['ticket-history', '26-000001-3', ''])).toBeUndefined());
  });

  it.each([
    ['/board', false],
    ['/tickets', false],
    ['/tickets/26-000001-3', true],
    ['/calls/pbx1-1764000000.1', true],
  ])('to hear is asked for at %s: %s', (address, asked) => {
    render(
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={[address]}>
          <WhyBar hearing />
        </MemoryRouter>
      </QueryClientProvider>,
    );
    expect(screen.queryByTestId('why') !== null).toBe(asked);
  });

  it('is no part of a request before it is given, and of every one since', () => {
    expect(why()).toEqual({});
    expect(withWhy('/a', '')).toBe('/a');
    setWhy('  Thanh tra số 12 ');
    expect(why()).toEqual({ reason: 'Thanh tra số 12' });
    expect(withWhy('/a', currentWhy())).toBe('/a?reason=Thanh%20tra%20s%E1%BB%91%2012');
    expect(withWhy('/a?download=1', 'x')).toBe('/a?download=1&reason=x');
  });

  it('is asked for; when it is given, what is shown is fetched anew; who leaves takes it along', async () => {
    const asked: (string | undefined)[] = [];
    function Page() {
      useQuery({ queryKey: ['calls'], queryFn: () => Promise.resolve(asked.push(why().reason)) });
      return null;
    }
    const page = render(
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <WhyBar />
        </MemoryRouter>
        <Page />
      </QueryClientProvider>,
    );
    await waitFor(() => expect(asked).toEqual([undefined]));
    expect(screen.getByTestId('why').dataset['given']).toBe('false');
    expect(screen.getByTestId<HTMLButtonElement>('why-say').disabled).toBe(true);
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'Thanh tra số 12' } });
    fireEvent.click(screen.getByTestId('why-say'));
    await waitFor(() => expect(asked).toEqual([undefined, 'Thanh tra số 12']));
    expect(screen.getByTestId('why').dataset['given']).toBe('true');
    fireEvent.click(screen.getByTestId('why-end'));
    await waitFor(() => expect(asked).toEqual([undefined, 'Thanh tra số 12', undefined]));
    setWhy('Kiểm tra');
    page.unmount();
    expect(currentWhy()).toBe('');
  });
});
