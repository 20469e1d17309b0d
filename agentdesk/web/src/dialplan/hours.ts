// Lines of hours in people's words; the file has its own.

import type { Translate } from '../i18n';
import { text } from '../i18n';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** mon-fri as Monday – Friday, 2027-02-08..2027-02-12 as 08/02 – 12/02/2027; what is none of these as it came. */
export function dayInWords(day: string, t: Translate): string {
  const dates = day.split('..').map((date) => /^(\d{4})-(\d\d)-(\d\d)$/.exec(date));
  if (dates.every((d) => d !== null)) {
    const last = dates.at(-1)?.[1];
    return dates.map((d, at) => `${d[3] ?? ''}/${d[2] ?? ''}${at === dates.length - 1 || d[1] !== last ? `/${d[1] ?? ''}` : ''}`).join(' – ');
  }
  const numbers = day.split('-').map((name) => DAYS.indexOf(name) + 1);
  return numbers.every((n) => n > 0) ? numbers.map((n) => t(`weekday.${n as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)).join(' – ') : day;
}

const CLOSED = 'closed';

/** Closed in words; times as they are. */
export function timesInWords(times: string, t: Translate): string {
  return times === CLOSED ? t('dialplan.closed') : times;
}

/** The way back: closed, in either language, is the file's word for it. */
export function timesTyped(typed: string): string {
  const words = typed.normalize('NFC').trim().toLowerCase();
  return (['vi', 'en'] as const).some((lang) => text('dialplan.closed', lang).toLowerCase() === words) ? CLOSED : typed;
}
