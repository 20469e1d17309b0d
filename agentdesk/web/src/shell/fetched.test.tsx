import { render, screen } from '@testing-library/react';
import { lazy, Suspense } from 'react';
import { expect, test, vi } from 'vitest';
import { fetched } from './fetched';

function Part() {
  return <p>part</p>;
}

function show(load: () => Promise<{ default: typeof Part }>) {
  const Content = lazy(load);
  render(<Suspense fallback={<p>placeholder</p>}><Content /></Suspense>);
}

test('a script that came ahead is drawn without a placeholder before it', async () => {
  const load = vi.fn(() => Promise.resolve({ default: Part }));
  const content = fetched(load);
  await content();
  show(content);
  expect(screen.getByText('part')).toBeDefined();
  expect(load).toHaveBeenCalledTimes(1);
});

test('one that has not come yet is waited for, and asked for once', async () => {
  let resolve: (module: { default: typeof Part }) => void = () => undefined;
  const load = vi.fn(() => new Promise<{ default: typeof Part }>((come) => (resolve = come)));
  const content = fetched(load);
  void content();
  show(content);
  expect(screen.getByText('placeholder')).toBeDefined();
  resolve({ default: Part });
  expect(await screen.findByText('part')).toBeDefined();
  expect(load).toHaveBeenCalledTimes(1);
});

test('one that failed is asked for again', async () => {
  const load = vi.fn(() => Promise.resolve(1));
  load.mockRejectedValueOnce(new Error('no connection'));
  const content = fetched(load);
  await expect(content()).rejects.toThrow('no connection');
  await expect(content()).resolves.toBe(1);
});
