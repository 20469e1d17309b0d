import { isKey, type Translate } from '../i18n';

/** What to tell an operator who is offered no more calls: why, and what to do about it. */
export function missedHint(reason: string | undefined, t: Translate): string {
  const key = `missed.${reason ?? ''}`;
  return isKey(key) ? t(key) : t('bar.unavailable');
}
