// Which tickets somebody is writing an act to, here. What others do meanwhile is told beside the form, but
// the ticket that it is sent to stays the one that was seen: so the server asks whether it still holds.

const forms = new Map<string, number>();

/** An act's form is open. Gives what is to be called when it closes. */
export function hold(code: string): () => void {
  forms.set(code, (forms.get(code) ?? 0) + 1);
  return () => {
    const left = (forms.get(code) ?? 1) - 1;
    if (left === 0) forms.delete(code);
    else forms.set(code, left);
  };
}

/** Whether an act's form is open. */
export function held(code: string): boolean {
  return forms.has(code);
}
