/** Goes on writing behind the words that were put into a field: the caret and what is shown of it are at its end, once they are there. */
export function goOnBehind(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollTop = field.scrollHeight;
  field.scrollIntoView({ block: 'nearest' });
}
