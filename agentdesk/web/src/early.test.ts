import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rememberHome } from './home';

const contents = vi.hoisted(() => [] as (() => Promise<unknown>)[]);
vi.mock('./pages', () => ({ contentsOf: () => contents }));

const { fetchEarly, whatIsFetchedEarly } = await import('./early');

beforeEach(() => {
  vi.useFakeTimers();
  rememberHome('/work');
});
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
  contents.length = 0;
});

test.each([
  ['comes', () => Promise.resolve()],
  ['cannot be had', () => Promise.reject(new Error('no connection'))],
])('the page is drawn when its script %s', async (_, content) => {
  const begun = Date.now(); // as long as nobody advances it
  contents.push(content);
  fetchEarly('/work');
  await whatIsFetchedEarly();
  expect(Date.now()).toBe(begun);
});

test('a script that hangs keeps nobody for more than three seconds', async () => {
  contents.push(() => new Promise(() => undefined));
  fetchEarly('/work');
  const drawn = vi.fn();
  void whatIsFetchedEarly().then(drawn);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(drawn).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(drawn).toHaveBeenCalled();
});

test('where nobody ever signed in nothing is fetched', async () => {
  localStorage.clear();
  const content = vi.fn(() => Promise.resolve());
  contents.push(content);
  fetchEarly('/work');
  await whatIsFetchedEarly();
  expect(content).not.toHaveBeenCalled();
});
