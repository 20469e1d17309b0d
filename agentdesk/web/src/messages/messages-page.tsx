import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { listMessages } from '../api/staff';
import type { Message } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useNow } from '../desk/hooks';
import { showNumber } from '../desk/number';
import { dateTime, timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter, TicketFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { useFilters } from '../shell/use-filters';
import { CHANNELS, isFiltered, readFilters, STATES, toQuery, writeFilters, type Filters } from './filters';
import { RetryMessage } from './retry';
import { canRetry, reachedAt, stateKey, TAGS } from './state';

/** What citizens were told by SMS and e-mail, and what became of it. */
export default function MessagesPage() {
  const t = useText();
  const { user } = useSession();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const address = writeFilters(filters).toString();
  const messages = useQuery({
    queryKey: ['messages', address],
    queryFn: ({ signal }) => listMessages(toQuery(filters), signal),
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === '' ? 10_000 : false,
  });
  const go = (next: Filters) => setSearch(writeFilters(next));
  const columns = useColumns(filters.sort, (sort) => go({ ...filters, sort, cursor: '' }));
  const next = messages.data?.next ?? '';
  return (
    <div className="page" data-testid="messages-page">
      <div className="list-head">
        <h1>{t('messages.heading')}</h1>
        <Exports path="/messages" query={toQuery(filters)} />
      </div>
      {!may(user, 'numbers') && <p className="soft page-hint">{t('messages.masked')}</p>}
      <MessagesFilter filters={filters} onChange={go} />
      <List<Message>
        testId="messages-table"
        label={t('messages.heading')}
        columns={columns}
        query={messages}
        rows={messages.data?.items ?? []}
        rowKey={(m) => m.id}
        empty={t(isFiltered(filters) ? 'messages.empty' : 'messages.none')}
        row={(m) => ({ 'data-testid': `message-${m.id}`, 'data-state': m.state })}
      />
      <Pager testId="messages-next" cursor={filters.cursor} next={next} onGo={(cursor) => go({ ...filters, cursor })} />
    </div>
  );
}

function MessagesFilter({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const t = useText();
  const label = useLabel();
  const { draft, apply, type, leave, form } = useFilters(filters, onChange);
  return (
    <form {...form}>
      <Input
        className="filter-number"
        data-testid="messages-to"
        aria-label={t('messages.to')}
        placeholder={t('messages.toHint')}
        allowClear
        value={draft.to}
        onChange={(event) => type({ to: event.target.value })}
        onBlur={() => leave('to')}
      />
      <TicketFilter testId="messages-ticket" value={draft.ticket} onType={(ticket) => type({ ticket })} onLeave={() => leave('ticket')} />
      <ChoiceFilter
        testId="messages-state"
        label={t('messages.state')}
        any={t('messages.anyState')}
        value={draft.state}
        options={STATES.map((state) => ({ value: state, label: label('messagestate', state) }))}
        onChoose={(state) => apply({ state })}
      />
      <ChoiceFilter
        label={t('messages.channel')}
        any={t('messages.anyChannel')}
        value={draft.channel}
        options={CHANNELS.map((channel) => ({ value: channel, label: label('toldby', channel) }))}
        onChoose={(channel) => apply({ channel })}
      />
      <Button type="primary" htmlType="submit" data-testid="messages-apply">
        {t('calls.apply')}
      </Button>
      {isFiltered(filters) && (
        <Button type="text" data-testid="messages-clear" onClick={() => apply({ state: '', channel: '', to: '', ticket: '' })}>
          {t('calls.clear')}
        </Button>
      )}
    </form>
  );
}

function useColumns(sort: Filters['sort'], onSort: (sort: Filters['sort']) => void): Column<Message>[] {
  const t = useText();
  const label = useLabel();
  const head = heads(sort, '-time', onSort);
  return [
    { title: t('messages.queuedAt'), key: 'time', width: 150, sort: head('time', true), render: (m) => <span className="clock">{dateTime(m.queued_at)}</span> },
    {
      title: t('messages.to'),
      key: 'to',
      width: 170,
      // By SMS and by e-mail: the addresses themselves have no order, where they are concealed it would tell them.
      sort: head('channel'),
      render: (m) => (
        <>
          <b className="clock">{m.channel === 'sms' ? showNumber(m.to) : m.to}</b> <span className="soft small">{label('toldby', m.channel)}</span>
        </>
      ),
    },
    {
      title: t('messages.text'),
      key: 'text',
      render: (m) =>
        m.text === '' ? (
          <span className="soft">{t('messages.notWritten')}</span>
        ) : (
          <>
            {m.text} {m.parts > 1 && <span className="soft small">{t('messages.parts', { n: m.parts })}</span>}
          </>
        ),
    },
    { title: t('messages.state'), key: 'state', width: 250, sort: head('state'), render: (m) => <State message={m} /> },
    { title: t('messages.tries'), key: 'attempts', width: 100, sort: head('attempts', true), align: 'right', render: (m) => <span className="clock">{m.attempts}</span> },
    {
      title: t('messages.ticket'),
      key: 'ticket',
      width: 120,
      sort: head('ticket', true),
      render: (m) =>
        m.ticket ? (
          <Link className="code" to={`/tickets/${m.ticket}`}>
            {m.ticket}
          </Link>
        ) : (
          <span className="soft">–</span>
        ),
    },
  ];
}

/** Where a message stands; why it is not there yet. */
function State({ message: m }: { message: Message }) {
  const t = useText();
  const label = useLabel();
  const now = useNow(10_000);
  const { user } = useSession();
  const at = reachedAt(m);
  return (
    <>
      <span className={TAGS[m.state]}>{label('messagestate', stateKey(m))}</span>{' '}
      <span className="soft small">
        {m.state === 'queued'
          ? at && Date.parse(at) > now
            ? t(m.quiet ? 'messages.sentAt' : 'messages.nextAt', { time: timeOfDay(at, false) })
            : t('messages.soon')
          : at && t('messages.sentAt', { time: timeOfDay(at, false) })}
      </span>
      {m.error && m.state !== 'sent' && m.state !== 'delivered' && <p className="message-error small">{m.error}</p>}
      {m.doubts > 0 && <p className="soft small">{t('messages.doubts', { n: m.doubts })}</p>}
      {m.retried_by && <p className="soft small">{t('messages.isRetry')}</p>}
      {m.retry && <p className="soft small">{t('messages.isRetried')}</p>}
      {canRetry(m) && may(user, 'retry') && <RetryMessage id={m.id} doubtful={m.doubts > 0} refresh={['messages']} />}
    </>
  );
}
