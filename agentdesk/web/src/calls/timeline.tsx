import type { CallEvent } from '../api/types';
import { timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';

/** What happened in a call, in order. */
export function Timeline({ events }: { events: readonly CallEvent[] }) {
  const t = useText();
  const label = useLabel();
  if (events.length === 0) return <p className="soft">{t('calls.noEvents')}</p>;
  return (
    <ol className="plain timeline" data-testid="timeline">
      {events.map((event, index) => (
        <li key={index} data-kind={event.kind}>
          <span className="clock">{timeOfDay(event.at)}</span>
          <span>
            <b>{label('event', event.kind)}</b> <span className="soft">{details(event.data)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The data of an event in few words: what is a plain value, without the names that the kind already says. */
function details(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  return Object.entries(data)
    .filter(([, value]) => (typeof value === 'string' && value !== '') || typeof value === 'number')
    .map(([, value]) => String(value))
    .join(' · ');
}
