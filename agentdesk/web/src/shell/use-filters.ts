import { useState, type SyntheticEvent } from 'react';

/**
 * The filters of a list while they are typed: what is chosen holds at once, what is typed
 * when the field is left, or by Enter. Any other filter begins at the first page.
 * What changes in the address takes the place of what is typed there; the form stays, and with it the focus.
 */
export function useFilters<F extends { cursor: string }>(filters: F, onChange: (filters: F) => void) {
  const [draft, setDraft] = useState(filters);
  const [seen, setSeen] = useState(filters);
  const moved = differing(filters, seen);
  if (moved.length > 0) {
    setSeen(filters);
    setDraft({ ...draft, ...Object.fromEntries(moved.map((name) => [name, filters[name]])) });
  }
  const apply = (part: Partial<F>) => {
    const next = { ...draft, ...part, cursor: '' };
    setDraft(next);
    if (differing(next, filters).length > 0) onChange(next); // else "back" would lead to the same list
  };
  return {
    draft,
    apply,
    type: (part: Partial<F>) => setDraft({ ...draft, ...part }),
    leave: (name: keyof F) => {
      if (draft[name] !== filters[name]) apply({});
    },
    form: {
      className: 'filters',
      role: 'search',
      onSubmit: (event: SyntheticEvent) => {
        event.preventDefault();
        apply({});
      },
    },
  };
}

function differing<F extends object>(a: F, b: F): (keyof F)[] {
  return (Object.keys(a) as (keyof F)[]).filter((name) => a[name] !== b[name]);
}

/** Whether the filters out of sight are shown: once one of them is set, they are, until somebody folds them up. */
export function useFolded(set: boolean) {
  const [more, show] = useState(set);
  const [was, setWas] = useState(set);
  if (set !== was) {
    setWas(set);
    if (set) show(true);
  }
  return [more, show] as const;
}
