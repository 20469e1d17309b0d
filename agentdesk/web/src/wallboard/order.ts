import type { Operator } from '../api/types';

/**
 * Who is at a desk, and who is not. Each keeps their place on the board whatever
 * they do: a leader finds a person where they were a minute ago.
 */
export function seated(operators: readonly Operator[]): { here: Operator[]; away: Operator[] } {
  const ordered = operators.toSorted((a, b) => a.username.localeCompare(b.username, 'en', { numeric: true }));
  return { here: ordered.filter((o) => o.status !== 'offline'), away: ordered.filter((o) => o.status === 'offline') };
}

/** What to call somebody. */
export function called(operator: Operator): string {
  return operator.name ? operator.name : operator.username;
}
