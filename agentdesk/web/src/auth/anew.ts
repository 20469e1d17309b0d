/** Loads the application anew: nothing that it held is left. */
export function startAnew(): void {
  window.location.assign('/');
}
