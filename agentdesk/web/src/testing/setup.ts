import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { loadEnglish } from '../i18n';

// The first render loads all of Ant Design: on a loaded machine that takes longer than the second that is waited for else.
configure({ asyncUtilTimeout: 60_000 });

await loadEnglish();

// Ant Design asks for these; jsdom has neither.
Object.defineProperty(window, 'matchMedia', {
  value: (media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined }),
});
Object.defineProperty(globalThis, 'ResizeObserver', {
  value: class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
});

Element.prototype.scrollIntoView = () => undefined;

// Nothing is laid out in jsdom: all of a page is in sight.
Object.defineProperty(globalThis, 'IntersectionObserver', {
  configurable: true, // a test may let something stand out of sight
  value: class {
    constructor(private readonly seen: (all: { isIntersecting: boolean }[]) => void) {}
    observe = () => this.seen([{ isIntersecting: true }]);
    disconnect = () => undefined;
  },
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
