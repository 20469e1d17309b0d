import { act, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WhenSeen } from './when-seen';

/** A browser in which nothing is in sight until the test says so. */
function farDown() {
  const watches: ((all: { isIntersecting: boolean }[]) => void)[] = [];
  const left = vi.fn();
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(seen: (all: { isIntersecting: boolean }[]) => void) {
        watches.push(seen);
      }
      observe = () => undefined;
      disconnect = left;
    },
  );
  render(<WhenSeen place={<p>place</p>}>map</WhenSeen>);
  return { comes: (near: boolean) => act(() => watches.forEach((seen) => seen([{ isIntersecting: near }]))), left };
}

describe('what stands far down a page', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is its place until somebody comes near, and stays from then on', () => {
    const { comes, left } = farDown();
    comes(false);
    expect(screen.getByText('place')).not.toBeNull();
    comes(true);
    expect([screen.queryByText('place'), left.mock.calls.length]).toEqual([null, 1]);
    expect(screen.getByText('map')).not.toBeNull();
  });

  it('is there on paper', () => {
    farDown();
    act(() => void dispatchEvent(new Event('beforeprint')));
    expect(screen.getByText('map')).not.toBeNull();
  });
});
