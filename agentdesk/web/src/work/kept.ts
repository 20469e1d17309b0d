// What is typed for an act, kept on this device until it is sent.

import { useState } from 'react';

const PREFIX = 'hotline.work.';

type Typed = Readonly<Record<string, string>>;

/** What somebody typed for an act of a ticket; nothing of another person's. */
export function keptKey(user: string, code: string, act: string): string {
  return `${PREFIX}${user}.${code}.${act}`;
}

function read(key: string): Typed {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  } catch {
    return {};
  }
}

function write(key: string, typed: Typed): void {
  try {
    if (Object.values(typed).every((value) => value === '')) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(typed));
  } catch {
    // A full or forbidden store keeps nothing; the page still does.
  }
}

/** The fields of a form, as they were left. */
export function useKept(key: string): [typed: Typed, type: (name: string, value: string) => void, forget: () => void] {
  const [typed, setTyped] = useState(() => read(key));
  return [
    typed,
    (name, value) => {
      const next = { ...typed, [name]: value };
      setTyped(next);
      write(key, next);
    },
    () => {
      setTyped({});
      write(key, {});
    },
  ];
}
