// Finding units by what an operator types: without marks, without capitals, in any order of words.

import type { Unit } from '../api/types';

/** "Phường Đồ Sơn" → "phuong do son". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Units whose name or code holds every word typed (its beginning is enough); best first, then those with a number. */
export function searchUnits(units: readonly Unit[], typed: string, most = 50): Unit[] {
  const words = fold(typed).split(' ').filter(Boolean);
  if (words.length === 0) return units.slice(0, most);
  const whole = words.join(' ');
  return units
    .map((unit) => ({ unit, score: score(fold(unit.name), unit.code.toLowerCase(), words, whole) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || Number(a.unit.phone === '') - Number(b.unit.phone === '') || a.unit.name.localeCompare(b.unit.name, 'vi'))
    .slice(0, most)
    .map((found) => found.unit);
}

function score(name: string, code: string, words: readonly string[], whole: string): number {
  if (code === whole) return 5;
  const parts = name.split(' ');
  if (!words.every((word) => parts.some((part) => part.startsWith(word)))) return 0;
  if (name === whole) return 4;
  if (name.endsWith(` ${whole}`) || name.startsWith(`${whole} `)) return 3;
  return name.includes(whole) ? 2 : 1;
}

/** Units named in running text, such as the address of what happened: "… phường Hồng Bàng". */
export function unitsNamedIn(units: readonly Unit[], running: string, most = 5): Unit[] {
  const text = ` ${fold(running)} `;
  if (text.trim() === '') return [];
  const named = (unit: Unit) => {
    const name = fold(unit.name);
    const bare = name.replace(/^(ubnd )?(phuong|xa|dac khu|so|quan|huyen|thi tran) /, '');
    if (text.includes(` ${name} `)) return name.length;
    // A single short word ("An") says too little.
    return bare.includes(' ') && text.includes(` ${bare} `) ? bare.length : 0;
  };
  return units
    .map((unit) => ({ unit, length: named(unit) }))
    .filter((found) => found.length > 0)
    .sort((a, b) => b.length - a.length)
    .slice(0, most)
    .map((found) => found.unit);
}
