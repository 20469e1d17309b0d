import { startTransition, useOptimistic } from 'react';
import { useSearchParams } from 'react-router';

/** What a page is asked for, as its address has it, and how one part of it is changed: '' is left out. The step back leaves the page. */
export function useAddress(): [URLSearchParams, (name: string, value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const ask = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return [search, ask];
}

/**
 * Words that stand in the address, for the field in which they are typed. The router changes the address in a transition: until that is drawn the
 * field would show the old words, and lose a letter, or the caret, of whoever types fast.
 */
export function useTyped(words: string, ask: (words: string) => void): [string, (words: string) => void] {
  const [shown, show] = useOptimistic(words);
  const type = (next: string) =>
    startTransition(() => {
      show(next);
      ask(next);
    });
  return [shown, type];
}
