// Times on the screen. The server's clock is the one that counts; this browser's
// differs from it by offset ms (DeskState.offset).

/** How far Hải Phòng is ahead of UTC, in ms: all the year, as it has been since 1975. */
export const AHEAD = 7 * 3600 * 1000;

/** Milliseconds as m:ss, or h:mm:ss from an hour on; never negative. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** As clock, a second that has begun counted whole: what is more than nothing never reads 0:00. */
export const clockUp = (ms: number): string => clock(Math.ceil(ms / 1000) * 1000);

/** How long ago at was, at now (ms, this browser's clock). An unreadable time counts as just now. */
export function elapsed(at: string | null | undefined, now: number, offset: number): number {
  const start = Date.parse(at ?? '');
  return Number.isNaN(start) ? 0 : Math.max(0, now + offset - start);
}

/** How long it is until at; 0 when past or unknown. Rounded up, so that a countdown ends with 0:00 exactly when the time is over. */
export function remaining(at: string | null | undefined, now: number, offset: number): number {
  const end = Date.parse(at ?? '');
  if (Number.isNaN(end)) return 0;
  return Math.max(0, Math.ceil((end - now - offset) / 1000) * 1000);
}

/** As ISO 8601 has it, in Hải Phòng. Reckoned: the browser's own formats take as long to be made as the rest of a page on a telephone. */
function local(at: string | number | Date): string {
  return new Date(new Date(at).getTime() + AHEAD).toISOString();
}

/** 09:41:07 in Hải Phòng. */
export function timeOfDay(at: string | number | Date, seconds = true): string {
  return local(at).slice(11, seconds ? 19 : 16);
}

function day(date: Date, year: boolean): string {
  const iso = local(date);
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}${year ? `/${iso.slice(0, 4)}` : ''}`;
}

/** 05/01/2026 09:41 in Hải Phòng, in the order in which Vietnamese people write it. */
export function dateTime(at: string | null | undefined, seconds = false): string {
  const date = new Date(at ?? '');
  return Number.isNaN(date.getTime()) ? '' : `${day(date, true)} ${timeOfDay(date, seconds)}`;
}

/** 05/01 09:41, for lists where the year is plain. */
export function shortDateTime(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : `${day(date, false)} ${timeOfDay(date, false)}`;
}
