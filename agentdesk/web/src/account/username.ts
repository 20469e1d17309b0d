import { fold } from '../tickets/units';

/** A user name made of a person's name, the given name first as people here are called: Nguyễn Văn An → an.nv; with a number where it is taken. */
export function proposeUsername(name: string, taken: readonly string[]): string {
  const words = fold(name).split(/[^a-z0-9]+/).filter(Boolean);
  const given = words.pop();
  if (given === undefined) return '';
  const initials = words.map((word) => word.charAt(0)).join('');
  const base = (initials === '' ? given : `${given}.${initials}`).slice(0, 28);
  if (!taken.includes(base)) return base;
  let n = 2;
  while (taken.includes(`${base}${n}`)) n++;
  return `${base}${n}`;
}
