import { Link } from 'react-router';
import type { CalendarPreview } from '../api/rules';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { hoursText } from './calendar-draft';
import { dayText } from '../forms/day';

/** What a calendar would change: whose deadlines move, and which dates are others. */
export function Impact({ preview }: { preview: CalendarPreview }) {
  const t = useText();
  const label = useLabel();
  return (
    <section className="impact" data-testid="calendar-impact" data-moves={preview.moves} data-past={preview.past} aria-label={t('calendar.impact')}>
      <h3>{t('calendar.impact')}</h3>
      <p role="status">{t('calendar.moves', { dates: preview.dates.length, moves: preview.moves })}</p>
      {preview.past > 0 && <p className="notice">{t('calendar.past', { n: preview.past })}</p>}
      <div className="impact-lists">
        <ul className="plain">
          {preview.dates.map((date) => (
            <li key={date.date}>
              <b className="clock">{dayText(date.date)}</b> {hoursText(date.was) || t('calendar.off')} → {hoursText(date.is) || t('calendar.off')}
            </li>
          ))}
        </ul>
        <ul className="plain">
          {preview.deadlines.map((move, at) => (
            <li key={at} data-testid={`move-${move.ticket}`}>
              <Link className="code" to={`/tickets/${move.ticket}`}>
                {move.ticket}
              </Link>{' '}
              {label('term', move.clock)}: <span className="clock">{dateTime(move.was) || '–'}</span> → <b className="clock">{dateTime(move.is) || '–'}</b> {move.past && <span className="tag tag-urgent">{t('calendar.isPast')}</span>}
            </li>
          ))}
        </ul>
      </div>
      {preview.moves > preview.deadlines.length && <p className="soft">{t('calendar.moreMoves', { n: preview.moves - preview.deadlines.length })}</p>}
    </section>
  );
}
