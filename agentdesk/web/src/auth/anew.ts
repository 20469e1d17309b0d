import type { Role } from '../api/types';

/** Where a person's role lies that is not theirs any more, until they have read so. */
const ROLE = 'hotline.role-before';

let leaving = false;

/** The shift, the form in hand, the reason of a look: they were somebody's who is gone. */
function forgetTab(): void {
  leaving = true;
  sessionStorage.clear();
  // The browser may keep this page as it stands, and give it back to whoever goes back: it is read anew, for who is signed in by then.
  window.addEventListener('pageshow', ({ persisted }) => persisted && window.location.reload());
}

/** Loads the application anew, at the person's own first page: nothing that it held is left, and nothing of it is sent any more. The address was somebody else's too, but for an SMS's link, which is for whoever signs in. */
export function startAnew(): void {
  const { pathname } = window.location;
  forgetTab();
  window.location.assign(pathname.startsWith('/t/') ? pathname : '/');
}

/** Likewise where it stands, for the same person, who is in another role now: the page that they may still see says so. */
export function reloadInRole(was: Role): void {
  forgetTab();
  sessionStorage.setItem(ROLE, was);
  window.location.reload();
}

/** The role that they had until it changed; null: it did not, or they know. */
export const roleBefore = () => sessionStorage.getItem(ROLE) as Role | null;
export const roleKnown = () => sessionStorage.removeItem(ROLE);

/** What is held is of somebody who is gone; whoever is signed in now must not send it. */
export const startsAnew = () => leaving;
