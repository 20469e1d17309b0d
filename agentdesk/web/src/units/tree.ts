// The directory as a tree: each unit below the one that it belongs to, in one list that is read from above.

import type { Unit } from '../api/types';
import { byUse } from '../tickets/likely';

/** A unit where it stands in the tree. */
export interface Branch {
  unit: Unit;
  /** Name of the one that it belongs to; '': none. */
  above: string;
  /** How many are above it. */
  depth: number;
  /** How many are directly below it, of those that are looked for. */
  below: number;
  /** Those below it are shown. */
  open: boolean;
  /** It is looked for itself, and not there for those below it alone. */
  found: boolean;
}

/** called: the codes of those that are looked for, which come with all above them; null: all. folded: below which nothing is shown. */
export function treeOf(units: readonly Unit[], called: ReadonlySet<string> | null, folded: ReadonlySet<string>): Branch[] {
  const known = new Map(units.map((unit) => [unit.code, unit]));
  const shown = new Set<string>();
  for (const unit of units) {
    if (called !== null && !called.has(unit.code)) continue;
    // Up to one that is there already: a ring of units, which the server allows nobody, ends too.
    for (let at: Unit | undefined = unit; at && !shown.has(at.code); at = known.get(at.parent)) shown.add(at.code);
  }
  const below = new Map<string, Unit[]>();
  for (const unit of units) {
    if (!shown.has(unit.code)) continue;
    const parent = known.has(unit.parent) ? unit.parent : '';
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const branches = (parent: string, depth: number): Branch[] =>
    (below.get(parent) ?? []).sort(byUse).flatMap((unit) => {
      const open = !folded.has(unit.code);
      return [
        { unit, above: known.get(parent)?.name ?? '', depth, below: below.get(unit.code)?.length ?? 0, open, found: called === null || called.has(unit.code) },
        ...(open ? branches(unit.code, depth + 1) : []),
      ];
    });
  return branches('', 0);
}
