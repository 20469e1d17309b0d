import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Ring } from './ring';

const made = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  made.mockClear();
  vi.stubGlobal(
    'AudioContext',
    class {
      state = 'running';
      constructor() {
        made();
      }
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('looks for the loudspeaker after the page has been drawn', () => {
  const ring = new Ring();
  ring.unlockSoon();
  expect(made).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(made).toHaveBeenCalledOnce();
  expect(ring.audible()).toBe(true);
});

it('looks for it at the first gesture, and not for a page that is gone', () => {
  const ring = new Ring();
  const end = ring.unlockSoon();
  window.dispatchEvent(new Event('pointerdown'));
  expect(made).toHaveBeenCalledOnce();
  end();
  const other = new Ring();
  other.unlockSoon()();
  vi.runAllTimers();
  expect(made).toHaveBeenCalledOnce();
});
