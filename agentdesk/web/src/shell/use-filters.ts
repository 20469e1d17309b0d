import { useState, type SyntheticEvent } from 'react';

/**
 * The filters of a list while they are typed: what is chosen holds at once, what is typed
 * when the field is left, or by Enter. Any other filter begins at the first page.
 * Mount the form anew (key) when the filters change from outside.
 */
export function useFilters<F extends { cursor: string }>(filters: F, onChange: (filters: F) => void) {
  const [draft, setDraft] = useState(filters);
  const apply = (part: Partial<F>) => {
    const next = { ...draft, ...part, cursor: '' };
    setDraft(next);
    onChange(next);
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
