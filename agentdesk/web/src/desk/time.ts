// Times on the screen. The server's clock is the one that counts; this browser's
// differs from it by offset ms (DeskState.offset).

const ZONE = 'Asia/Ho_Chi_Minh';

/** Milliseconds as m:ss, or h:mm:ss from an hour on; never negative. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

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

// Made once: making one takes longer than a hundred times writing with it, and lists write hundreds.
const MINUTES = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hour12: false });
const SECONDS = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const DAYS = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' });

/** 09:41:07 in Hải Phòng. */
export function timeOfDay(at: string | number | Date, seconds = true): string {
  return (seconds ? SECONDS : MINUTES).format(new Date(at));
}

function day(date: Date, year: boolean): string {
  const parts = DAYS.format(date);
  return year ? parts : parts.slice(0, 5);
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
