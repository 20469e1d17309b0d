// Files that wait for their ticket, in the browser's own database: a reload of the page loses none.

import { createStore, delMany, entries, get, set, type UseStore } from 'idb-keyval';

/** A file at rest. */
export interface KeptFile {
  id: number;
  name: string;
  file: Blob;
  /** The ticket that it belongs to; '': not filed yet. */
  code: string;
  /** When it was chosen, ms since 1970. */
  at: number;
}

/** Where the files of one draft are kept. */
export interface Keep {
  all: () => Promise<KeptFile[]>;
  put: (file: KeptFile) => Promise<void>;
  /** From now on they belong to this ticket. */
  file: (code: string, ids: readonly number[]) => Promise<void>;
  drop: (ids: readonly number[]) => Promise<void>;
}

/** So long files wait to be sent, in days; then they are forgotten. Whoever has some is told. */
export const KEPT_DAYS = 14;
const KEPT_FOR = KEPT_DAYS * 24 * 3600 * 1000;

let store: UseStore | undefined;
const own = () => (store ??= createStore('hotline-files', 'files'));
const keyOf = (user: string, draft: string, id: number) => `${user} ${draft} ${id}`;

/** The files of one draft of one person: nobody else at the same machine is shown them. */
export function keepOf(user: string, draft: string): Keep {
  const key = (id: number) => keyOf(user, draft, id);
  const put = async (at: string, code: string) => {
    const was = await get<KeptFile>(at, own());
    if (was) await set(at, { ...was, code }, own());
  };
  return {
    all: async () => (await entries<string, KeptFile>(own())).flatMap(([at, file]) => (at === key(file.id) ? [file] : [])),
    put: async (file) => set(key(file.id), file, own()),
    file: async (code, ids) => {
      for (const id of ids) await put(key(id), code);
    },
    drop: async (ids) => delMany(ids.map(key), own()),
  };
}

/** The drafts of a person whose tickets are filed and whose files are not all sent. What nobody will ask for is forgotten. */
export async function unsent(user: string, now = Date.now()): Promise<string[]> {
  const all = await entries<string, KeptFile>(own());
  const old = all.filter(([, file]) => now - file.at > KEPT_FOR).map(([key]) => key);
  if (old.length > 0) await delMany(old, own());
  const mine = all.filter(([key, file]) => file.code !== '' && key.startsWith(`${user} `) && !old.includes(key));
  return [...new Set(mine.map(([key]) => key.split(' ')[1] ?? ''))];
}
