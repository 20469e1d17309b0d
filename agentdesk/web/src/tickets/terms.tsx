import { useUnitName } from '../api/queries';
import type { Ticket } from '../api/types';
import { useNow } from '../desk/hooks';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';

type Case = NonNullable<Ticket['case']>;
type Clock = NonNullable<Case['clocks']>[number];

/** past: it ran out, and nothing waits for it any more. */
type Urgency = 'late' | 'soon' | 'paused' | 'ahead' | 'past';

/** What runs against whom: the ticket's terms, those that run first. */
export function Terms({ ticket }: { ticket: Pick<Ticket, 'state' | 'case'> }) {
  const t = useText();
  const label = useLabel();
  const now = useNow(30_000);
  const unit = useUnitName();
  const shown = (ticket.case?.clocks ?? [])
    // Closing by itself is what its end is for: nobody was late.
    .filter(({ state, kind }) => state === 'running' || state === 'paused' || (state === 'expired' && kind !== 'quiet'))
    .map((clock) => ({ clock, urgency: urgencyOf(clock, ticket, now) }));
  if (shown.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="terms-heading">
      <h2 id="terms-heading">{t('term.heading')}</h2>
      <ul className="plain">
        {/* What is waited for stands above what is over. */}
        {[...shown.filter(({ urgency }) => urgency !== 'past'), ...shown.filter(({ urgency }) => urgency === 'past')].map(({ clock, urgency }, n) => (
          <li key={n} className={`term term-${urgency}`} data-testid={`term-${clock.kind}`} data-urgency={urgency}>
            <b>{label('term', clock.kind)}</b> <span className="clock">{dateTime(clock.due)}</span>{' '}
            {urgency === 'late' && <span className="tag tag-urgent">{t('clock.late')}</span>}
            {urgency === 'past' && <span className="soft">{t('clock.past')}</span>}
            {clock.state === 'paused' && <span className="tag tag-waits">{t('clock.paused')}</span>}
            {clock.promised && <span className="soft small">{t('clock.promised', { time: dateTime(clock.promised) })}</span>}{' '}
            {/* Its name may come after its code: it is last, and pushes nothing. */}
            {clock.unit && <span className="term-unit">{unit(clock.unit)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Four hours before the end is soon. */
const SOON = 4 * 3600 * 1000;

/** How much a term presses at a time, ms since 1970. */
export function urgencyOf(clock: Pick<Clock, 'state' | 'due' | 'kind' | 'unit'>, ticket: Pick<Ticket, 'state' | 'case'>, now: number): Urgency {
  if (clock.state === 'expired') return waitsStill(clock, ticket) ? 'late' : 'past';
  if (clock.state === 'paused') return 'paused';
  const left = Date.parse(clock.due ?? '') - now;
  return left < 0 ? 'late' : left < SOON ? 'soon' : 'ahead';
}

/** Is what a term that ran out was for still to be done, and in no other term's time? */
function waitsStill({ kind, unit }: Pick<Clock, 'kind' | 'unit'>, { state, case: file }: Pick<Ticket, 'state' | 'case'>): boolean {
  const parts = file?.assignments ?? [];
  switch (kind) {
    case 'officer':
    case 'head': {
      const active = parts.some((part) => part.unit === unit && (part.state === 'sent' || part.state === 'accepted'));
      const theirs = (file?.clocks ?? []).filter((one) => one.unit === unit && (one.kind === 'officer' || one.kind === 'head'));
      // The officer's time is followed by the head's, and both by those of a part that begins anew.
      const goesOn = theirs.some(({ state: is }) => is === 'running' || is === 'paused');
      const headsToo = kind === 'officer' && theirs.some((one) => one.kind === 'head');
      return active && !goesOn && !headsToo;
    }
    case 'urgent':
    case 'review':
      return !(file?.dossiers ?? []).some((one) => one.kind === kind && one.sent_at);
    case 'tell':
      return state === 'resolved';
    default:
      return parts.length === 0 && (state === 'received' || state === 'awaiting_sender' || state === 'live_transfer');
  }
}
