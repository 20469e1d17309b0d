// What this browser remembers from one visit to the next. One that keeps nothing, or is full, forgets: whoever works goes on.

/** null: nothing is remembered under the name. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** The names of all that is remembered. */
export function rememberedNames(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** Remembers a value; null: forgets it. False: the browser does not keep it. */
export function remember(name: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
