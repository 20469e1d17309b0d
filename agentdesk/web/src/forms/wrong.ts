/** Brings whoever is refused to the first field that is wrong, which may lie out of sight; false: no field is. */
export function toWrong(form: Element | null | undefined): boolean {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  wrong?.focus();
  return wrong != null;
}
