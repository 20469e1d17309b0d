import type { Recording } from '../api/types';
import { usePersonName } from '../api/queries';
import { showNumber } from '../desk/number';
import { timeOfDay } from '../desk/time';
import { useText } from '../i18n';

/** Which leg of the call a recording is: the citizen's own, or the n-th consultation, with whom and when. */
export function LegHeading({ recording, nth }: { recording: Recording; nth: number }) {
  const t = useText();
  const nameOf = usePersonName();
  if (recording.leg === 'call') return <h3>{t('leg.call')}</h3>;
  const officer = recording.officer || (recording.number ? showNumber(recording.number) : '');
  const unit = recording.unit_name || recording.unit;
  return (
    <h3 data-testid={`leg-${nth}`} data-unit={recording.unit}>
      {t('leg.nth', { n: nth })}{' '}
      <span className="soft">
        {[officer, unit, nameOf(recording.operator), t('leg.at', { time: timeOfDay(recording.begun_at) })].filter(Boolean).join(' · ')}
      </span>
    </h3>
  );
}

/** Legs in the order in which they are shown, each with its number: the citizen's own is none. */
export function numbered(recordings: readonly Recording[]): { recording: Recording; nth: number }[] {
  let nth = 0;
  return recordings.map((recording) => ({ recording, nth: recording.leg === 'call' ? 0 : ++nth }));
}
