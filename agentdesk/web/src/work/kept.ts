// What is typed for an act, kept on this device until it is sent.

import { useState } from 'react';
import { keep, readKept, type Kept } from '../shell/kept';

const PREFIX = 'hotline.work.';

/** What somebody typed for an act of a ticket; nothing of another person's. */
export function keptKey(user: string, code: string, act: string): string {
  return `${PREFIX}${user}.${code}.${act}`;
}

/** The fields of a form, as they were left. */
export function useKept(key: string): [typed: Kept, type: (name: string, value: string) => void, forget: () => void] {
  const [typed, setTyped] = useState<Kept>(() => readKept(key) ?? {});
  return [
    typed,
    (name, value) => {
      const next = { ...typed, [name]: value };
      setTyped(next);
      keep(key, Object.values(next).every((text) => text === '') ? null : next);
    },
    () => {
      setTyped({});
      keep(key, null);
    },
  ];
}
