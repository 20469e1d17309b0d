import type { CallRecord } from '../api/types';
import { useText } from '../i18n';

type Way = Pick<CallRecord, 'placed' | 'call_back'>;

/** Was it we who called? Then its number is the one that was called. */
export function weCall({ placed, call_back }: Way): boolean {
  return placed || call_back;
}

/** Says of a call that did not come in what it is; those that came are the rule, and bear no mark. */
export function Direction({ call }: { call: Way }) {
  const t = useText();
  if (!weCall(call)) return null;
  const way = call.call_back ? 'callBack' : 'placed';
  return (
    <span className="tag" data-testid="call-direction" data-direction={way}>
      {t(call.call_back ? 'calls.callBack' : 'calls.placed')}
    </span>
  );
}
