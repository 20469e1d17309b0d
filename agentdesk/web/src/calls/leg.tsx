import type { Recording } from '../api/types';
import { usePersonName } from '../api/queries';
import { showNumber } from '../desk/number';
import { timeOfDay } from '../desk/time';
import { useText } from '../i18n';
import { isAside } from './aside';

/** Which leg of the call a recording is: the citizen's own, or a part of the n-th consultation, with whom and when. */
export function LegHeading({ recording, place: { nth, part, of } }: { recording: Recording; place: Place }) {
  const t = useText();
  const nameOf = usePersonName();
  if (!isAside(recording.leg)) return <h3>{t('leg.call')}</h3>;
  const officer = recording.officer || (recording.number ? showNumber(recording.number) : '');
  const unit = recording.unit_name || recording.unit;
  return (
    <h3 data-testid={of > 1 ? `leg-${nth}-${part}` : `leg-${nth}`} data-unit={recording.unit}>
      {of > 1 ? t('leg.nthPart', { n: nth, part, of }) : t('leg.nth', { n: nth })}{' '}
      <span className="soft">
        {[officer, unit, nameOf(recording.operator), t('leg.at', { time: timeOfDay(recording.begun_at) })].filter(Boolean).join(' · ')}
      </span>
    </h3>
  );
}

/** A leg beside others: which consultation it is (0: the citizen's own leg), and which of its parts. */
export interface Place {
  nth: number;
  part: number;
  of: number;
}

/**
 * Legs in the order in which they are shown, each with its place. What is said aside before and
 * after a word with the citizen are two legs, and one consultation: with the same officer,
 * nobody else between.
 */
export function numbered(recordings: readonly Recording[]): (Place & { recording: Recording })[] {
  const out: (Place & { recording: Recording })[] = [];
  let consultation: Place[] = [];
  let before: Recording | null = null;
  let nth = 0;
  for (const recording of recordings) {
    if (!isAside(recording.leg)) {
      out.push({ recording, nth: 0, part: 1, of: 1 });
      continue;
    }
    if (!before || before.number !== recording.number || before.unit !== recording.unit) {
      nth += 1;
      consultation = [];
    }
    const place = { recording, nth, part: consultation.length + 1, of: 0 };
    consultation.push(place);
    for (const one of consultation) one.of = consultation.length;
    out.push(place);
    before = recording;
  }
  return out;
}
