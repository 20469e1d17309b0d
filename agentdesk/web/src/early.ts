// A page's script is asked for together with the question who is signed in, not after its answer.

import { readHome } from './home';
import { contentsOf } from './pages';

/** How long what is there waits for what is not, in ms: an operator's calls must not wait for a typeface that hangs. */
const PATIENCE = 3_000;

let all: Promise<unknown> = Promise.resolve();

/** Fetches what the address will need. Where nobody ever signed in, the sign-in page comes first: nothing. */
export function fetchEarly(pathname: string): void {
  const home = readHome();
  if (home === null) return;
  const contents = contentsOf(pathname === '/' ? home : pathname, home).map((content) => content());
  // What fails is asked for again, and its failure shown, where the page is.
  const every = Promise.allSettled(home === '/desk' ? [...contents, ...letters()] : contents);
  all = Promise.race([every, new Promise((over) => setTimeout(over, PATIENCE))]);
}

/**
 * The typeface in both weights, with the letters of Vietnamese. The desk is on a good line, and waits for it: drawn in another first, its
 * lines would break elsewhere, and what is under them would move. A telephone does not wait for 70 KB.
 */
function letters(): Promise<unknown>[] {
  return [400, 600].map((weight) => document.fonts.load(`${weight} 1em 'Be Vietnam Pro'`, 'aạ'));
}

/** Ends when all of it has come, cannot be had, or takes too long: what is drawn then is drawn whole mostly, without placeholders that move it. The same promise each time. */
export function whatIsFetchedEarly(): Promise<unknown> {
  return all;
}
