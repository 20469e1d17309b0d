import type { ReactNode } from 'react';
import type { Slip, Ticket } from '../api/types';
import { showNumber } from '../desk/number';
import { dateTime, timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';

/** It was declined, or the sender has the answer: no slip takes it to a unit. */
const OVER: readonly string[] = ['declined', 'published', 'answered', 'closed', 'merged'];

export const goesToUnit = (ticket: Ticket) => !OVER.includes(ticket.state);

/** The transfer slips of a ticket (Điều 9.3), with what drafts one for whoever may, while it can go to a unit. Nothing where there is neither. */
export function Slips({ ticket, draft }: { ticket: Ticket; draft?: ReactNode }) {
  const t = useText();
  const slips = ticket.slips ?? [];
  const offered = draft && goesToUnit(ticket);
  if (slips.length === 0 && !offered) return null;
  return (
    <section className="panel" data-testid="ticket-slips">
      <h2>{t('slip.title')}</h2>
      {slips.length === 0 && <p className="soft">{t('slip.none')}</p>}
      {slips.map((slip) => (
        <SlipBox key={slip.id} slip={slip} />
      ))}
      {offered && draft}
    </section>
  );
}

function SlipBox({ slip }: { slip: Slip }) {
  const t = useText();
  const label = useLabel();
  return (
    <article className="slip" data-testid={`slip-${slip.id}`} data-unit={slip.unit}>
      <h3>
        {slip.unit_name} <span className="soft">{t('slip.drafted', { name: slip.drafted_name, time: dateTime(slip.drafted_at) })}</span>
      </h3>
      {!slip.sent_at && <p data-testid="slip-unsent">{t('slip.unsent')}</p>}
      {slip.sent_at && (
        <p data-testid="slip-sent">
          {t('slip.sent', { number: slip.number, time: dateTime(slip.sent_at) })}
          {slip.to_head_at && ` · ${t('slip.toHead', { time: dateTime(slip.to_head_at) })}`}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>{t('slip.tried')}</dt>
          <dd>
            {slip.tried.length === 0 && t('slip.notTried')}
            {slip.tried.map((a) => (
              <div key={a.at + a.number}>
                {timeOfDay(a.at)} {a.officer || showNumber(a.number)}: {[a.spoke ? t('slip.spoke') : '', a.outcome ? label('outcome', a.outcome) : ''].filter(Boolean).join(', ')}
              </div>
            ))}
          </dd>
        </div>
        {slip.note && (
          <div>
            <dt>{t('slip.note')}</dt>
            <dd>{slip.note}</dd>
          </div>
        )}
        <div>
          <dt>{t('slip.recordings')}</dt>
          <dd>{slip.recordings.length}</dd>
        </div>
      </dl>
      {slip.earlier.length > 0 && (
        <details data-testid={`slip-earlier-${slip.id}`}>
          <summary>{t('slip.earlier', { n: String(slip.earlier.length) })}</summary>
          <ul className="plain">
            {slip.earlier.map((one) => (
              <li key={one.drafted_at}>
                <span className="soft">{t('slip.drafted', { name: one.drafted_name, time: dateTime(one.drafted_at) })}</span> {[one.content, one.note].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
      {slip.confidential && <p className="soft">{t('slip.secret')}</p>}
    </article>
  );
}
