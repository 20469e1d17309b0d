// A page's script is asked for together with the question who is signed in, not after its answer.

import { matchPath } from 'react-router';
import { desk, PAGES, scriptsOf } from './pages';

const STORED = 'hotline.home';

/** Where whoever signed in last at this machine began. */
export function rememberHome(path: string): void {
  localStorage.setItem(STORED, path);
}

/** Fetches what the address will need. Where nobody ever signed in, the sign-in page comes first: nothing. */
export function fetchEarly(pathname: string): void {
  const home = localStorage.getItem(STORED);
  if (home === null) return;
  const path = pathname === '/' ? home : pathname;
  const wanted = PAGES.filter((page) => matchPath(page.path, path)).flatMap(scriptsOf);
  const deskToo = home === '/desk' ? [desk.provider, ...(path === home ? [desk.page] : [])] : [];
  // What fails is asked for again, and its failure shown, where the page is.
  for (const load of [...wanted, ...deskToo]) void load().catch(() => undefined);
}
