import { afterEach, expect, it, vi } from 'vitest';
import { startAnew, startsAnew } from './anew';

afterEach(() => vi.unstubAllGlobals());

it('a page that was left to another person is read anew when the browser gives it back', () => {
  const assign = vi.fn();
  const reload = vi.fn();
  const shown = new Map<string, (event: { persisted: boolean }) => void>();
  vi.stubGlobal('window', { location: { pathname: '/tickets/26-000018-7', assign, reload }, addEventListener: shown.set.bind(shown) });
  startAnew();
  expect(assign).toHaveBeenCalledWith('/');
  expect(startsAnew()).toBe(true);
  shown.get('pageshow')?.({ persisted: false });
  expect(reload).not.toHaveBeenCalled();
  shown.get('pageshow')?.({ persisted: true });
  expect(reload).toHaveBeenCalledOnce();
});
