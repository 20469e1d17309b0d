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
            <b>{label('event', event.kind)}</b> <span className="soft">{details(event.data, label)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Data whose values are codes, and the family of texts that names them. */
const FAMILIES: Readonly<Record<string, string>> = { class: 'endclass', reason: 'endreason', state: 'callstate', outcome: 'outcome' };

/** The data of an event in few words: plain values, without the names that the kind already says. */
function details(data: unknown, label: (family: string, code: string) => string): string {
  if (typeof data !== 'object' || data === null) return '';
  return Object.entries(data)
    .map(([name, value]) => {
      if (name === 'cause' || name === 'tech_cause') return value ? `${name === 'cause' ? 'Q.850' : 'SIP'} ${String(value)}` : '';
      if (typeof value !== 'string') return '';
      return name in FAMILIES ? label(FAMILIES[name] ?? '', value) : value;
    })
    .filter(Boolean)
    .join(' · ');
}
