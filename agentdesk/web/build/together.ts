// Which modules come in one file: each file is a request, and a request 150 ms away costs as much as 30 KB.

/** What is known of a module: those that it imports at once. */
type Info = (id: string) => { importedIds: readonly string[] } | null;

const ENTRY = 'src/main.tsx';
/** The page that is opened on the slowest telephones. */
const FIELD = 'src/work/work-page.tsx';

/** All that a module cannot begin without, itself left out. */
function needs(from: string, info: Info): Set<string> {
  const found = new Set<string>();
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

/** Names the file of a module that the application begins with: what changes with the lock file alone stays cached over our releases. The officer's inbox is small, and comes along. */
export function together(root: string) {
  let first: Set<string> | undefined;
  return (id: string, info: Info): string | null => {
    first ??= new Set([...needs(`${root}/${ENTRY}`, info), ...needs(`${root}/${FIELD}`, info)]);
    if (!first.has(id)) return null;
    return id.includes('/node_modules/') ? 'libraries' : 'begin';
  };
}
