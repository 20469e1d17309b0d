import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

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

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
