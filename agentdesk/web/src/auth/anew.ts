let leaving = false;

/** The shift, the form in hand, the reason of a look: they were somebody's who is gone. */
function forgetTab(): void {
  leaving = true;
  sessionStorage.clear();
}

/** Loads the application anew, at its first page: nothing that it held is left, and nothing of it is sent any more. */
export function startAnew(): void {
  forgetTab();
  window.location.assign('/');
}

/** Likewise where it stands: for another person, whose page it is now. */
export function reloadAnew(): void {
  forgetTab();
  window.location.reload();
}

/** What is held is of somebody who is gone; whoever is signed in now must not send it. */
export const startsAnew = () => leaving;
