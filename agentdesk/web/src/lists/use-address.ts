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
