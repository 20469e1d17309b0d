import type { ReactNode } from 'react';
import { usePersonName, useUnitName } from '../api/queries';
import type { Ticket } from '../api/types';
import { dateTime } from '../desk/time';
import { dayText } from '../forms/day';
import { useLabel, useText, type Key } from '../i18n';

type Case = NonNullable<Ticket['case']>;

/** The units' parts, what was asked, answered, promised and written: what the case has, and nothing that it has not. */
export function CaseParts({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const label = useLabel();
  const unit = useUnitName();
  const nameOf = usePersonName();
  const file = ticket.case;
  if (!file) return null;
  const questions = [file.asked, file.unit_asked].filter((one) => one !== undefined);
  return (
    <>
      <Part title="part.heading" testId="ticket-parts" of={file.assignments ?? []}>
        {(part) => (
          <>
            <b>{unit(part.unit)}</b> <span className="tag">{t(part.lead ? 'part.lead' : 'part.cooperates')}</span> {label('partstate', part.state)}
            {part.officer && <span className="soft"> · {nameOf(part.officer)}</span>}
            {part.promised && <span> · {t('clock.promised', { time: dateTime(part.promised) })}</span>}
            {part.answer && <p className="running">{part.answer}</p>}
          </>
        )}
      </Part>
      <Part title="case.questions" testId="ticket-questions" of={questions}>
        {(one) => (
          <>
            <span className="soft">
              {one.unit ? unit(one.unit) : '1022'} {dateTime(one.at)}
            </span>
            <p className="running">{one.text}</p>
            {one.reply ? <p className="running case-reply">{one.reply}</p> : !one.replied_at && <span className="tag tag-waits">{t('case.waits')}</span>}
          </>
        )}
      </Part>
      <Part title="case.refusal" testId="ticket-refusal" of={file.refusal ? [file.refusal] : []}>
        {(one) => (
          <>
            <b>{label('refusal', one.reason)}</b>
            <p className="running">{one.words}</p>
            <p className="running">{one.where}</p>
          </>
        )}
      </Part>
      <Part title="case.tasks" testId="ticket-tasks" of={file.tasks ?? []}>
        {(one) => (
          <>
            <b>{unit(one.unit)}</b> <span className="soft">{dateTime(one.at)}</span>
            <p className="running">{one.text}</p>
            {one.report && <p className="running case-reply">{one.report}</p>}
          </>
        )}
      </Part>
      <Part title="case.reminders" testId="ticket-reminders" of={file.reminders ?? []}>
        {(one) => (
          <>
            <b>{unit(one.unit)}</b> <span className="soft">{[dateTime(one.at), nameOf(one.by)].join(' · ')}</span>
            <p className="running">{one.text}</p>
          </>
        )}
      </Part>
      <Part title="case.lead" testId="ticket-lead" of={file.lead ? [file.lead] : []}>
        {(one) => (
          <>
            <b>{label('cause', one.cause)}</b> <span className="soft">{one.at && dateTime(one.at)}</span>
            <p className="running">{one.reason}</p>
            {one.proposal && (
              <p className="running case-reply">
                {t('acts.proposal')}: {one.proposal}
              </p>
            )}
          </>
        )}
      </Part>
      <Part title="case.directives" testId="ticket-directives" of={file.directives ?? []}>
        {(one) => (
          <>
            <b>{one.number}</b> <span className="soft">{dayText(one.date)}</span> {unit(one.lead)}
          </>
        )}
      </Part>
      <Part title="case.documents" testId="ticket-documents" of={file.documents ?? []}>
        {(one) => (
          <>
            <b>{one.sign}</b> <span className="soft">{dayText(one.date)}</span> {unit(one.unit)}: {one.subject}
            {one.reply && <p className="running case-reply">{one.reply}</p>}
          </>
        )}
      </Part>
      <Part title="case.result" testId="ticket-results" of={file.result ? [file.result] : []}>
        {(one) => (
          <>
            <span className="soft">{[one.unit ? unit(one.unit) : '1022', dateTime(one.at)].join(' · ')}</span>
            <p className="running">{one.text}</p>
            {one.basis && <p className="soft">{one.basis}</p>}
          </>
        )}
      </Part>
      <Part title="case.public" testId="ticket-public" of={file.public ? [file.public] : []}>
        {(one) => (
          <>
            <span className="soft">{dateTime(one.at)}</span>
            <p className="running">{one.content}</p>
            <p className="running case-reply">{one.result}</p>
          </>
        )}
      </Part>
      <Part title="case.objection" testId="ticket-objection" of={file.objection ? [file.objection] : []}>
        {(one) => (
          <>
            <span className="soft">{dateTime(one.at)}</span>
            <p className="running">{one.text}</p>
          </>
        )}
      </Part>
      <Part title="case.dossiers" testId="ticket-dossiers" of={file.dossiers ?? []}>
        {(one) => (
          <>
            <b>{label('dossier', one.kind)}</b> <span className="soft">{dateTime(one.sent_at ?? one.wanted_at)}</span> {!one.sent_at && <span className="tag tag-waits">{t('case.waits')}</span>}
            <p className="running">{one.summary ? one.summary : one.reason}</p>
          </>
        )}
      </Part>
      <Part title="case.rewards" testId="ticket-rewards" of={file.rewards ?? []}>
        {(one) => (
          <>
            <b>{label('reward', one.for)}</b> {one.who} <span className="soft">{[one.unit && unit(one.unit), dateTime(one.at)].filter(Boolean).join(' · ')}</span>
            <p className="running">{one.reason}</p>
            <Decided by={one.decision} />
          </>
        )}
      </Part>
      <Part title="case.warnings" testId="ticket-warnings" of={file.warnings ?? []}>
        {(one) => (
          <>
            <span className="soft">{[nameOf(one.by), dateTime(one.at)].join(' · ')}</span>
            <p className="running">{one.ground}</p>
            <Decided by={one.decision} />
          </>
        )}
      </Part>
      <Part title="case.recordings" testId="ticket-recordings" of={file.recordings ?? []}>
        {(one) => (
          <>
            <b>{unit(one.unit)}</b> <span className="soft">{[nameOf(one.by), dateTime(one.at)].join(' · ')}</span>
            <p className="running">{one.reason}</p>
            <Decided by={one.decision} more={one.until && t('case.hear', { time: dateTime(one.until) })} />
          </>
        )}
      </Part>
    </>
  );
}

/** What was decided about something that was proposed or asked for, and why; more: what follows of it. */
function Decided({ by, more }: { by: NonNullable<Case['rewards']>[number]['decision']; more?: string | undefined }) {
  const t = useText();
  const nameOf = usePersonName();
  if (!by.at) return <span className="tag tag-waits">{t('case.undecided')}</span>;
  return (
    <>
      <span className={by.approved ? 'tag tag-good' : 'tag'}>{t(by.approved ? 'case.approved' : 'case.rejected')}</span> <span className="soft">{[nameOf(by.by), dateTime(by.at), by.reason, more].filter(Boolean).join(' · ')}</span>
    </>
  );
}

function Part<T>({ title, testId, of, children }: { title: Key; testId: string; of: readonly T[]; children: (one: T) => ReactNode }) {
  const t = useText();
  if (of.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t(title)}</h2>
      <ul className="plain case-part" data-testid={testId}>
        {of.map((one, n) => (
          <li key={n}>{children(one)}</li>
        ))}
      </ul>
    </section>
  );
}
