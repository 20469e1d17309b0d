import { text, type Key, type Translate } from '../i18n';
import { SUPERVISES } from './supervision';

/** The reasons for a break. */
export const PAUSES: readonly Key[] = ['pause.break', 'pause.meal', 'pause.meeting', 'pause.training', 'pause.paperwork'];

/** What the server keeps of a reason: the Vietnamese words, whatever language the screen is in. */
export function kept(reason: Key): string {
  return text(reason, 'vi');
}

/** A reason that was kept, in the screen's language; one of another making as it is. */
export function shownReason(reason: string, t: Translate): string {
  if (reason === SUPERVISES) return t('watch.label');
  const known = PAUSES.find((key) => kept(key) === reason);
  return known ? t(known) : reason;
}
