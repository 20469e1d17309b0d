import ArrowLeftOutlined from '@ant-design/icons-svg/es/asn/ArrowLeftOutlined';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useDeferredValue, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError, getTicket } from '../api/client';
import type { Ticket } from '../api/types';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { ActBar } from '../acts/act-bar';
import { LeftOver } from '../acts/left-over';
import { CallNumber } from '../desk/call-number';
import { dateTime } from '../desk/time';
import { useLabel, useText, type Translate } from '../i18n';
import { pinText } from '../map/place';
import '../map/map.css';
import { Icon } from '../shell/icon';
import { lazyAnt } from '../shell/lazy-ant';
import { part } from '../shell/part';
import { ErrorState, NotFound, PageLoading } from '../shell/states';
import { WhenSeen } from '../shell/when-seen';
import { CaseParts } from './case-parts';
import { Emergencies } from './emergencies';
import { History } from './history';
import { Granted } from './granted';
import { LeftSort } from './left-sort';
import { Marks } from './marks';
import { Message } from './message';
import { FieldName, PersonName } from './names';
import { News } from './news';
import { Slips } from './slips';
import { Terms } from './terms';
import { TicketFiles } from './ticket-files';
import { ToldOnes } from './told';

// What not every ticket has, or is at the page's end, comes after the page.
const PinMap = part(() => import('../map/pin-map'), (m) => m.default);
const Held = part(() => import('../retention/held'), (m) => m.Held);
const SlipDraft = lazyAnt(() => import('./slip-draft'), (m) => m.SlipDraft);
const SortForm = lazyAnt(() => import('./sort-form'), (m) => m.SortForm);

/** One ticket, to read; what came as a message, to be heard. */
export default function TicketPage() {
  const t = useText();
  const code = useParams()['code'] ?? '';
  const query = useQuery({ queryKey: ['ticket', code], queryFn: ({ signal }) => getTicket(code, signal) });
  // The long page is drawn in slices, between which a telephone answers a finger.
  const ticket = useDeferredValue(query.data);
  if (query.isPending || (query.data && !ticket)) return <PageLoading />;
  // What one may read no more is gone from the screen at once; what one typed about it is one's own.
  if (query.isError && query.error instanceof ApiError && query.error.withdrawn) {
    return (
      <>
        <LeftOver key={code} code={code} />
        <LeftSort key={`sort ${code}`} code={code} />
        <NotFound title={t('tickets.unknown')} back={{ to: '/tickets', label: 'tickets.toList' }} />
      </>
    );
  }
  if (!ticket) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  // Without a connection what was there stays: somebody may be writing on it.
  return (
    <>
      {query.isError && (
        <p className="notice" role="status" data-testid="ticket-stale">
          {t('lists.stale')}
        </p>
      )}
      <Detail ticket={ticket} />
    </>
  );
}

function Detail({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const navigate = useNavigate();
  const unsorted = ticket.group === 0;
  const toSort = unsorted && may(user, 'file');
  return (
    <div className="page" data-testid="ticket-page" data-code={ticket.code}>
      <h1>
        <button type="button" className="back" aria-label={t('page.back')} onClick={() => void navigate(-1)}>
          <Icon of={ArrowLeftOutlined} />
        </button>
        <span className="clock">{ticket.code}</span> <span className="tag" data-testid="ticket-state">{label('state', ticket.state)}</span>
        {ticket.origin !== 'operator' && (
          <span className="tag" data-testid="ticket-origin">
            {label('origin', ticket.origin)}
          </span>
        )}
        {unsorted && <span className="tag tag-waits">{t('sort.waits')}</span>}
        <Marks of={ticket} />
      </h1>
      {!may(user, 'why') && <News key={`news ${ticket.code}`} ticket={ticket} />}
      {!may(user, 'why') && <ActBar key={ticket.code} ticket={ticket} about={<About ticket={ticket} />} />}
      <Terms ticket={ticket} />
      <div className={toSort ? 'sorting' : ''}>
        {ticket.message && <Message code={ticket.code} length={ticket.message.duration_ms} />}
        <Granted ticket={ticket} />
        {toSort ? (
          <Suspense>
            <SortForm ticket={ticket} />
          </Suspense>
        ) : (
          <LeftSort key={`sort ${ticket.code}`} code={ticket.code} />
        )}
      </div>
      <div className="halves">
        <section className="panel">
          <h2>{t('ticket.content')}</h2>
          <p className="running" data-testid="ticket-text">
            {ticket.content}
          </p>
          <Facts
            rows={[
              [t('ticket.group'), label('group', String(ticket.group))],
              [t('ticket.field'), ticket.field && <FieldName code={ticket.field} />],
              [t('ticket.unit'), ticket.unit_name ? ticket.unit_name : ticket.unit],
              [t('ticket.address'), ticket.address],
              [t('ticket.directive'), ticket.directive],
            ]}
          />
        </section>
        <section className="panel">
          <h2>{t('ticket.sender')}</h2>
          <p className={ticket.complete ? 'complete' : 'lacking'}>{ticket.complete ? t('tickets.complete') : t('tickets.incomplete')}</p>
          {ticket.sender_hidden && (
            <p className="soft" data-testid="sender-hidden">
              {t('why.sender')}
            </p>
          )}
          <Sender ticket={ticket} />
          <h2>{t('tickets.created')}</h2>
          <Facts
            rows={[
              [t('calls.time'), dateTime(ticket.created_at)],
              [t('tickets.createdBy'), ticket.created_by ? <PersonName username={ticket.created_by} /> : t('tickets.system')],
              [t('tickets.origin'), label('origin', ticket.origin)],
              [t('tickets.channel'), label('channel', ticket.channel)],
              [t('tickets.told'), (ticket.told ?? []).length > 0 && <ToldOnes told={ticket.told ?? []} />],
              [t('rating.title'), ticket.case?.rating && <div data-testid="ticket-rating">{t('rating.of', { mark: ticket.case.rating.score })}</div>],
              [
                t('tickets.calls'),
                may(user, 'calls')
                  ? ticket.calls.map((id) => (
                      <Link key={id} className="code" to={`/calls/${encodeURIComponent(id)}`}>
                        {callText(t, ticket, id)}
                      </Link>
                    ))
                  : // A call's ID leads those nowhere who may not read calls.
                    ticket.calls.length > 0 && t('tickets.callsOf', { n: ticket.calls.length }),
              ],
            ]}
          />
        </section>
      </div>
      {ticket.pin && (
        <section className="panel map-shown" data-testid="ticket-pin" data-lat={ticket.pin.lat} data-lon={ticket.pin.lon}>
          <h2>
            {t('map.title')} <span className="soft clock">{pinText(ticket.pin)}</span>
          </h2>
          <WhenSeen place={<div className="map-wait" />}>
            <Suspense fallback={<div className="map-wait" />}>
              <PinMap pin={ticket.pin} />
            </Suspense>
          </WhenSeen>
        </section>
      )}
      <CaseParts ticket={ticket} />
      <TicketFiles ticket={ticket} />
      {may(user, 'retention') && (
        <Suspense>
          <Held of={{ ticket: ticket.code }} />
        </Suspense>
      )}
      <Emergencies emergencies={ticket.emergencies} />
      <Slips ticket={ticket} draft={may(user, 'file') && <Suspense><SlipDraft ticket={ticket} /></Suspense>} />
      <History ticket={ticket} />
    </div>
  );
}

/** What the citizen said, and where, while somebody writes on it. */
function About({ ticket: { content, address, sender } }: { ticket: Ticket }) {
  return (
    <>
      <p className="running" data-testid="act-about">
        {content}
      </p>
      <p className="soft">{[address, sender.name].filter(Boolean).join(' · ')}</p>
    </>
  );
}

/** A call as people know it: when it was, as far as its recording tells that, and which of several it is. */
function callText(t: Translate, { calls, recordings }: Ticket, id: string): string {
  const begun = (recordings ?? []).find((r) => r.call === id && r.begun_at)?.begun_at;
  return begun ? t('tickets.callAt', { at: dateTime(begun) }) : t('tickets.callNth', { n: calls.indexOf(id) + 1 });
}

function Sender({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const sender = ticket.sender;
  return (
    <Facts
      rows={[
        [sender.type === 'organisation' ? t('ticket.orgName') : t('ticket.name'), sender.name],
        [t('ticket.phone'), sender.no_phone ? t('ticket.noPhone') : sender.phone && <CallNumber number={sender.phone} ticket={ticket.code} />],
        [t('ticket.senderAddress'), sender.no_address ? t('ticket.noAddress') : sender.address],
        [t('ticket.email'), sender.no_email ? t('ticket.noEmail') : sender.email],
      ]}
    />
  );
}

/** Name and value, one under the other; without the rows that have none. */
function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0))
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
