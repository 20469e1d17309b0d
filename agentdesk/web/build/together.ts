// Which modules come in one file: each file is a request, and a request 150 ms away costs as much as 30 KB.

/** What is known of a module: those that it imports at once. */
type Info = (id: string) => { importedIds: readonly string[] } | null;

/** What is executed while the rest is on its way. */
const ENTRY = 'src/main.ts';
/** All that is there before any page. */
const BEGIN = 'src/begin.tsx';

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

/** What people read: most of what is there before any page, by its length. */
const WORDS = 'virtual:words/vi';

/**
 * Names the file of a module that the application begins with: what changes with the lock file alone stays cached over
 * our releases, and src/main.ts evaluates one file after the other. The officer's inbox is small, and comes along.
 */
export function together(root: string) {
  let entry: Set<string> | undefined;
  let begin: Set<string> | undefined;
  return (id: string, info: Info): string | null => {
    entry ??= needs(`${root}/${ENTRY}`, info);
    begin ??= needs(`${root}/${BEGIN}`, info);
    if (entry.has(id)) return id.endsWith(ENTRY) ? null : 'ahead';
    if (!begin.has(id)) return null;
    if (id.endsWith(WORDS)) return 'words';
    return id.includes('/node_modules/') ? 'libraries' : 'begin';
  };
}
