import { Link } from 'react-router';
import { usePersonName } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { LikelyPanel } from '../intake/likely-panel';
import type { Writing } from '../tickets/ticket-column';
import { useOperatorDesk } from './context';
import { sentName, showNumber, withheld } from './number';
import type { Card, CardCall } from './protocol';
import { isLive } from './state';
import { KnownTicket } from './known-ticket';
import { clock, shortDateTime } from './time';

/** What is known of the caller: of the one who rings, else of the one the ticket is about. */
export function CallerPanel({ writing }: { writing: Writing | null }) {
  const { desk } = useOperatorDesk().view;
  const t = useText();
  const ringing = isLive(desk.call) && desk.call.state === 'offered';
  const call = isLive(desk.call) ? desk.call : (desk.form?.call ?? null);
  const card = isLive(desk.call) ? matching(desk.card, desk.call.id) ?? matching(desk.form?.card ?? null, desk.call.id) : (desk.form?.card ?? null);
  return (
    <section className={ringing ? 'column caller caller-ringing' : 'column caller'} aria-label={t('caller.title')} data-testid="caller-panel">
      <h2>{ringing ? t(call?.call_back === true ? 'caller.toCallBack' : 'caller.incoming') : t('caller.title')}</h2>
      {call ? (
        <div className="column-body">
          <div className="caller-who">
            <b className="caller-name">{card?.name ? card.name : (sentName(call.from_name) || t('bar.unknownName'))}</b>
            <span className="caller-phone">{withheld(call.from) ? t('bar.withheld') : showNumber(card?.number ? card.number : call.from)}</span>
            {card?.address && <span>{card.address}</span>}
            {card?.email && <span>{card.email}</span>}
          </div>
          {withheld(call.from) ? (
            <p className="first-call">{t('caller.withheld')}</p>
          ) : card ? (
            <Known card={card} call={call.id} writing={ringing ? null : writing} />
          ) : (
            <p className="soft">{t('caller.loading')}</p>
          )}
        </div>
      ) : (
        <p className="soft column-empty">{t('caller.none')}</p>
      )}
      {writing && !ringing && <LikelyPanel key={writing.draft.call} writing={writing} from={call && !withheld(call.from) ? call.from : ''} />}
    </section>
  );
}

function matching(card: Card | null, call: string): Card | null {
  return card?.call === call ? card : null;
}

/** Tickets and earlier calls; the present call is none of these, also when it is over. */
function Known({ card, call: present, writing }: { card: Card; call: string; writing: Writing | null }) {
  const t = useText();
  const tickets = card.tickets;
  const calls = card.calls.filter((call) => call.id !== present);
  if (card.complete && tickets.length === 0 && calls.length === 0) return card.number ? <p className="first-call">{t('caller.first')}</p> : null;
  return (
    <>
      {!card.complete && <p className="notice">{t('caller.incomplete')}</p>}
      <h3>
        {t('caller.tickets')} <span className="count">{tickets.length}</span>
      </h3>
      {tickets.length === 0 && <p className="soft">{t('caller.noTickets')}</p>}
      <ul className="plain" data-testid="caller-tickets">
        {tickets.map((ticket) => (
          <KnownTicket key={ticket.code} ticket={ticket} call={present} writing={writing} />
        ))}
      </ul>
      <h3>
        {t('caller.calls')} <span className="count">{calls.length}</span>
      </h3>
      {calls.length === 0 && <p className="soft">{t('caller.noCalls')}</p>}
      <ul className="plain" data-testid="caller-calls">
        {calls.map((call) => (
          <CallLine key={call.id} call={call} />
        ))}
      </ul>
    </>
  );
}

function CallLine({ call }: { call: CardCall }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const tickets = call.tickets;
  const why = call.end_reason && call.end_reason !== 'hangup' ? label('endreason', call.end_reason) : '';
  return (
    <li className="item item-flat">
      <span className="clock">{shortDateTime(call.started_at)}</span>
      <span className="clock">{clock(call.duration_ms)}</span>
      <span className="soft">
        {[nameOf(call.operator), why, tickets.length === 0 ? t('caller.noTicketInCall') : ''].filter(Boolean).join(' · ')}{' '}
        {tickets.map((code) => (
          <Link key={code} className="code" to={`/tickets/${code}`}>
            {code}
          </Link>
        ))}
      </span>
    </li>
  );
}
