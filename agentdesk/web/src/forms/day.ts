// Days as they are written here, dd/mm/yyyy, and as they are kept, 2026-12-01.

/** 2026-12-01 as 01/12/2026; what is not a day stays as it is. */
export function dayText(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.split('-').reverse().join('/') : day;
}

/** What is typed: 1/12/2026, 01.12.26, 01122026, or as it is kept. '' for what is no day. */
export function readDay(typed: string): string {
  const text = typed.trim();
  const kept = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const here = /^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const [year, month, day] = (kept ? [kept[1], kept[2], kept[3]] : here ? [here[3], here[2], here[1]] : []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return '';
  const full = year < 100 ? 2000 + year : year;
  const date = new Date(Date.UTC(full, month - 1, day));
  // The 31st of a month that has none is no day.
  if (date.getUTCFullYear() !== full || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return '';
  return date.toISOString().slice(0, 10);
}

/** What is typed of a time of day: 7:30, 07h30, 17h, 1730. '' for what is none. */
export function readTime(typed: string): string {
  const [, hour, minute] = /^(\d{1,2})(?:\s*[:hg.]\s*(\d{2})?)?$/i.exec(typed.trim()) ?? /^(\d{2})(\d{2})$/.exec(typed.trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) return '';
  return `${hour.padStart(2, '0')}:${minute ?? '00'}`;
}
