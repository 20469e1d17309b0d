import { AudioOutlined, FlagFilled } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { listCalls } from '../api/client';
import type { CallRecord } from '../api/types';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { sentName } from '../desk/number';
import { clock, dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { endsFirst } from '../lists/address';
import { Exports } from '../lists/exports';
import { heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { callerOf } from './caller';
import { CallsFilter } from './calls-filter';
import { Direction } from './direction';
import { isFiltered, readFilters, toQuery, writeFilters, type Filters } from './filters';
import { hasSound } from './rest';
import { SavedSearches } from './saved-searches';

/** The list of calls; its filters and its page stand in the address, so it can be kept and sent. */
export default function CallsPage() {
  const t = useText();
  const { user } = useSession();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const address = writeFilters(filters).toString();
  const calls = useQuery({
    queryKey: ['calls', address],
    queryFn: ({ signal }) => listCalls(toQuery(filters), signal),
    placeholderData: keepPreviousData,
    // A first page without filters is what an auditor leaves open: keep it fresh.
    refetchInterval: filters.cursor === '' && !isFiltered(filters) ? 10_000 : false,
  });
  const columns = useColumns(filters.sort, (sort) => setSearch(writeFilters({ ...filters, sort, cursor: '' })));
  const next = calls.data?.next ?? '';
  return (
    <div className="page" data-testid="calls-page">
      <div className="list-head">
        <h1>{t('calls.title')}</h1>
        <Exports path="/calls" query={toQuery(filters)} />
      </div>
      <SavedSearches filters={filters} onChange={(changed) => setSearch(writeFilters(changed))} />
      <CallsFilter
        filters={filters}
        canChooseOperator={may(user, 'operators')}
        canFlag={may(user, 'flag')}
        hasWords={filters.said !== '' || user.words === true}
        onChange={(changed) => setSearch(writeFilters(changed))}
      />
      <List<CallRecord>
        testId="calls-table"
        label={t('calls.title')}
        columns={columns}
        query={calls}
        rows={calls.data?.items ?? []}
        rowKey={(call) => call.id}
        empty={t(endsFirst(toQuery(filters)) ? 'lists.endsFirst' : 'calls.empty')}
        row={(call) => ({ 'data-testid': `call-row-${call.id}` })}
        onOpen={(call) => void navigate(`/calls/${encodeURIComponent(call.id)}`)}
      />
      <Pager testId="calls-next" cursor={filters.cursor} next={next} onGo={(cursor) => setSearch(writeFilters({ ...filters, cursor }))} />
    </div>
  );
}

function useColumns(sort: Filters['sort'], onSort: (sort: Filters['sort']) => void): Column<CallRecord>[] {
  const t = useText();
  const label = useLabel();
  const head = heads(sort, '-time', onSort);
  return [
    {
      title: t('calls.time'),
      key: 'time',
      width: 160,
      sort: head('time', true),
      render: (call) => (
        <Link className="clock" to={`/calls/${encodeURIComponent(call.id)}`} onClick={(event) => event.stopPropagation()}>
          {dateTime(call.started_at, true)}
        </Link>
      ),
    },
    {
      title: t('calls.from'),
      key: 'from',
      render: (call) => (
        <>
          <b className="clock">{callerOf(call, t)}</b>
          {sentName(call.from_name) && <span className="soft"> {sentName(call.from_name)}</span>}
          <Direction call={call} />
          {call.flag && <FlagFilled className="call-flag" title={call.flag.note} aria-label={t('calls.flagged')} />}
        </>
      ),
    },
    { title: t('calls.operator'), key: 'operator', sort: head('operator'), render: (call) => (call.operator_name ? call.operator_name : call.operator) },
    { title: t('calls.wait'), key: 'wait', width: 90, sort: head('wait', true), align: 'right', render: (call) => <span className="clock">{clock(call.wait_ms)}</span> },
    { title: t('calls.talk'), key: 'talk', width: 110, sort: head('talk', true), align: 'right', render: (call) => <span className="clock">{call.talk_ms > 0 ? clock(call.talk_ms) : '–'}</span> },
    {
      title: t('calls.end'),
      key: 'end',
      sort: head('end_reason'),
      render: (call) =>
        call.ended_at ? (
          [label('endclass', call.end_class), label('endreason', call.end_reason)].filter(Boolean).join(': ')
        ) : (
          <span className="tag tag-live">{label('callstate', call.state)}</span>
        ),
    },
    {
      title: t('calls.ticket'),
      key: 'tickets',
      render: (call) =>
        call.tickets.map((code) => (
          <Link key={code} className="code" to={`/tickets/${code}`} onClick={(event) => event.stopPropagation()}>
            {code}
          </Link>
        )),
    },
    {
      title: t('calls.recording'),
      key: 'recording',
      width: 80,
      align: 'center',
      render: (call) => (hasSound(call) ? <AudioOutlined aria-label={t('calls.hasRecording')} /> : <span className="soft">–</span>),
    },
  ];
}
