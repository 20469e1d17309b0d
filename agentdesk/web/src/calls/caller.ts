import { showNumber, withheld } from '../desk/number';
import type { Translate } from '../i18n';

interface Shown {
  from: string;
  from_number?: string;
  caller_hidden: boolean;
}

/** A caller's number as it may be shown: in full, without its middle, or not at all; or that the caller withheld it. */
export function callerOf(call: Shown, t: Translate): string {
  const number = call.from_number ? call.from_number : call.from;
  if (call.caller_hidden) return number || t('why.hidden');
  return withheld(number) ? t('bar.withheld') : showNumber(number);
}
