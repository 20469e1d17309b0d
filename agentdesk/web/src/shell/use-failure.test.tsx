import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ApiError } from '../api/client';
import { newQueries } from '../api/query-client';
import { List } from '../lists/table';

interface Try {
  fail: (why: Error) => void;
  come: (rows: string[]) => void;
}

it('keeps a list saying why it cannot be had while it is asked for again, until it comes', async () => {
  const client = newQueries(0);
  const tries: Try[] = [];
  function Names() {
    const query = useQuery<string[]>({ queryKey: ['names'], queryFn: () => new Promise((come, fail) => tries.push({ come, fail })) });
    return <List<string> testId="names" label="Names" columns={[{ key: 'name', title: 'Name', render: (name) => name }]} query={query} rows={query.data ?? []} rowKey={(name) => name} empty="none" />;
  }
  render(
    <QueryClientProvider client={client}>
      <Names />
    </QueryClientProvider>,
  );
  expect(screen.getByTestId('names').getAttribute('aria-busy')).toBe('true');
  act(() => tries[0]?.fail(new ApiError(0)));
  const why = (await screen.findByTestId('page-error')).textContent;
  act(() => void client.refetchQueries({ queryKey: ['names'] }));
  expect(tries).toHaveLength(2);
  expect(screen.getByTestId('page-error').textContent).toBe(why);
  act(() => tries[1]?.come(['Bình']));
  expect(await screen.findByText('Bình')).toBeTruthy();
  expect(screen.queryByTestId('page-error')).toBeNull();
});
