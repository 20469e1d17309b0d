// Where somebody typed when their session ended: there is one cover over a page, and so one such place.

let typedIn: HTMLElement | null = null;

/** Before the cover comes. */
export function rememberField(): void {
  const at = document.activeElement;
  if (at instanceof HTMLElement && at.closest('.covered')) typedIn = at;
}

/** After it has gone. */
export function returnToField(): void {
  typedIn?.focus();
  typedIn = null;
}
