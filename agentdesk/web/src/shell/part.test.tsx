import { act, fireEvent, render, screen } from '@testing-library/react';
import { Suspense, useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { fetched } from './fetched';
import { pageOf, part } from './part';
import { Boundary } from './states';

// React tells of every failure that a boundary takes.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

function Content() {
  return <input aria-label="words" />;
}

/** Gives the module, but for the first times. */
function after(failures: number) {
  const load = vi.fn(() => Promise.resolve({ default: Content }));
  for (let n = 0; n < failures; n++) load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
  return load;
}

test('a page whose script cannot be had says so, and comes when it is asked for again; what is typed elsewhere stays', async () => {
  const Page = pageOf(fetched(after(2)));
  render(
    <Boundary>
      <input aria-label="elsewhere" />
      <Suspense><Page /></Suspense>
    </Boundary>,
  );
  fireEvent.change(screen.getByLabelText('elsewhere'), { target: { value: 'typed' } });
  await screen.findByTestId('page-missing');
  const again = () => act(() => Promise.resolve(fireEvent.click(screen.getByText('Thử lại'))));
  await again();
  expect(screen.queryByLabelText('words')).toBeNull();
  await again();
  expect(await screen.findByLabelText('words')).toBeDefined();
  expect(screen.getByLabelText<HTMLInputElement>('elsewhere').value).toBe('typed');
  expect(screen.queryByTestId('page-broken')).toBeNull();
});

test('a part tries by itself when the browser has its network again; where it came already it stays as it is', async () => {
  const load = after(1);
  const Part = part(load, (m) => m.default);
  function Two() {
    const [both, setBoth] = useState(false);
    return (
      <>
        <button onClick={() => setBoth(true)}>both</button>
        <Suspense><Part /></Suspense>
        {both && <Suspense><Part /></Suspense>}
      </>
    );
  }
  render(<Two />);
  await screen.findByTestId('part-missing');
  fireEvent.click(screen.getByText('both'));
  expect(await screen.findAllByTestId('part-missing')).toHaveLength(2);
  await act(() => fireEvent.click(screen.getAllByTestId('part-missing')[0]?.querySelector('button') as HTMLElement));
  fireEvent.change(await screen.findByLabelText('words'), { target: { value: 'typed' } });
  await act(() => dispatchEvent(new Event('online')));
  const fields = await screen.findAllByLabelText<HTMLInputElement>('words');
  expect(fields.map(({ value }) => value)).toEqual(['typed', '']);
  expect(load).toHaveBeenCalledTimes(2);
});

test('a fault of ours is no missing script', async () => {
  const Page = pageOf(
    fetched(() =>
      Promise.resolve({
        default: () => {
          throw new Error('a fault');
        },
      }),
    ),
  );
  render(
    <Boundary>
      <Suspense><Page /></Suspense>
    </Boundary>,
  );
  expect(await screen.findByTestId('page-broken')).toBeDefined();
});
