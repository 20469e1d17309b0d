// Which modules come in one file: each file is a request, and a request 150 ms away costs as much as 30 KB.

import { createHash } from 'node:crypto';

/** What is known of a module: those that it imports at once, those that it asks for later, and its text. */
type Info = (id: string) => { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[]; code: string | null } | null;

/** What is executed while the rest is on its way. */
const ENTRY = 'src/main.ts';
/** All that is there before any page. */
const BEGIN = 'src/begin.tsx';
/** What people read: most of what is there before any page, by its length. */
const WORDS = 'virtual:words/vi';

/** A module that this many parts bring comes before any of them, if it is of this length, in characters: half a KB or less as it is sent. */
const MANY = 7;
const SMALL = 2000;

/** All that a module cannot begin without, and itself. */
function needs(from: string, info: Info): Set<string> {
  const found = new Set<string>([from]);
  const next = [from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    for (const one of info(id)?.importedIds ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      next.push(one);
    }
  }
  return found;
}

/** For each module, the parts of the application that bring it: pages, and whatever else is asked for by what is always there. */
function whoBring(begin: ReadonlySet<string>, info: Info): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const part of new Set([...begin].flatMap((id) => info(id)?.dynamicallyImportedIds ?? []))) {
    for (const id of needs(part, info)) by.set(id, [...(by.get(id) ?? []), part]);
  }
  return by;
}

/** Of modules of ours that many parts bring, the small ones that need nothing else that is not there before any. */
function light(root: string, begin: ReadonlySet<string>, parts: ReadonlyMap<string, readonly string[]>, info: Info): Set<string> {
  const found = new Set<string>();
  const fits = (id: string) =>
    id.startsWith(`${root}/src/`) && (parts.get(id)?.length ?? 0) >= MANY && (info(id)?.code?.length ?? SMALL) < SMALL && (info(id)?.importedIds ?? []).every((one) => begin.has(one) || found.has(one));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const id of parts.keys()) if (fits(id)) found.add(id);
  }
  return found;
}

/**
 * Names the file of a module that the application begins with: what changes with the lock file alone stays cached over
 * our releases, and src/main.ts evaluates one file after the other. Modules of ours that the same parts bring come in one file:
 * none gets what it has no need of, but for small ones that many have, and for what a part asks for later still.
 */
export function together(root: string) {
  let entry: Set<string> | undefined;
  let begin: Set<string> | undefined;
  let parts: Map<string, string[]> | undefined;
  let small: Set<string> | undefined;
  return (id: string, info: Info): string | null => {
    entry ??= needs(`${root}/${ENTRY}`, info);
    begin ??= needs(`${root}/${BEGIN}`, info);
    parts ??= whoBring(begin, info);
    small ??= light(root, begin, parts, info);
    if (entry.has(id)) return id.endsWith(ENTRY) ? null : 'ahead';
    if (begin.has(id)) {
      if (id.endsWith(WORDS)) return 'words';
      return id.includes('/node_modules/') ? 'libraries' : 'begin';
    }
    const of = parts.get(id) ?? [];
    if (small.has(id)) return 'begin';
    if (!id.startsWith(`${root}/src/`)) return null; // what stands behind one name of a library would come whole
    // What one part alone brings stays with its libraries: apart from them it would wait for a file that waits for it.
    return of.length < 2 ? null : `of-${String(of.length)}-${createHash('sha1').update(of.join()).digest('hex').slice(0, 6)}`;
  };
}
