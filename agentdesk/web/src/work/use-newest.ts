import { useCallback, useEffect, useRef } from 'react';

/** Asks what a value is by now, of whoever began before; null: there is none, or the page is left. */
export function useNewest<T>(value: T | null): () => T | null {
  const newest = useRef<T | null>(null);
  useEffect(() => {
    newest.current = value;
    return () => {
      newest.current = null;
    };
  }, [value]);
  return useCallback(() => newest.current, []);
}
