// The answer that is being written here, if one is: where the words of an article go that is chosen beside its form.

import { useSyncExternalStore } from 'react';
import type { ArticleFound } from '../api/knowledge';

/** An answer's form, and the ticket that it is of. */
export interface Answering {
  ticket: string;
  field: string;
  /** What it is about. */
  about: string;
  take: (article: ArticleFound) => void;
}

let now: Answering | null = null;
const hearers = new Set<() => void>();

function become(next: Answering | null): void {
  now = next;
  for (const hear of hearers) hear();
}

/** An answer's form is open. Gives what is to be called when it closes. */
export function answering(form: Answering): () => void {
  become(form);
  return () => {
    if (now === form) become(null);
  };
}

/** The answer that is being written; null: none is. */
export function useAnswering(): Answering | null {
  return useSyncExternalStore(
    (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => now,
  );
}
