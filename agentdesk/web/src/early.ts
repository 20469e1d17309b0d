// A page's script is asked for together with the question who is signed in, not after its answer.

import { matchPath } from 'react-router';
import { readHome } from './home';
import { desk, PAGES, scriptsOf } from './pages';

/** Fetches what the address will need. Where nobody ever signed in, the sign-in page comes first: nothing. */
export function fetchEarly(pathname: string): void {
  const home = readHome();
  if (home === null) return;
  const path = pathname === '/' ? home : pathname;
  const wanted = PAGES.filter((page) => matchPath(page.path, path)).flatMap(scriptsOf);
  const deskToo = home === '/desk' ? [desk.provider, ...(path === home ? [desk.page] : [])] : [];
  // What fails is asked for again, and its failure shown, where the page is.
  for (const load of [...wanted, ...deskToo]) void load().catch(() => undefined);
}
