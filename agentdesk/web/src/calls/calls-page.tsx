import { AudioOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { listCalls } from '../api/client';
import type { CallRecord } from '../api/types';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { sentName } from '../desk/number';
import { clock, dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Pager } from '../shell/pager';
import { ErrorState } from '../shell/states';
import { callerOf } from './caller';
import { CallsFilter } from './calls-filter';
import { Direction } from './direction';
import { readFilters, toQuery, writeFilters } from './filters';

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
    refetchInterval: filters.cursor === '' ? 10_000 : false,
  });
  const columns = useColumns();
  const next = calls.data?.next ?? '';
  return (
    <div className="page" data-testid="calls-page">
      <h1>{t('calls.title')}</h1>
      <CallsFilter
        key={address}
        filters={filters}
        canChooseOperator={may(user, 'operators')}
        onChange={(changed) => setSearch(writeFilters(changed))}
      />
      {calls.isError && !calls.data ? (
        <ErrorState within error={calls.error} onRetry={() => void calls.refetch()} />
      ) : (
        <Table<CallRecord>
          data-testid="calls-table"
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={calls.data?.items ?? []}
          loading={{ spinning: calls.isPending, delay: 200 }}
          pagination={false}
          locale={{ emptyText: <p className="empty">{calls.isPending ? t('page.loading') : t('calls.empty')}</p> }}
          onRow={(call) =>
            ({
              'data-testid': `call-row-${call.id}`,
              className: 'row-link',
              onClick: () => void navigate(`/calls/${encodeURIComponent(call.id)}`),
            }) as React.HTMLAttributes<HTMLElement>
          }
        />
      )}
      <Pager testId="calls-next" cursor={filters.cursor} next={next} onGo={(cursor) => setSearch(writeFilters({ ...filters, cursor }))} />
    </div>
  );
}

function useColumns(): TableColumnsType<CallRecord> {
  const t = useText();
  const label = useLabel();
  return [
    {
      title: t('calls.time'),
      key: 'time',
      width: 160,
      render: (_, call) => (
        <Link className="clock" to={`/calls/${encodeURIComponent(call.id)}`} onClick={(event) => event.stopPropagation()}>
          {dateTime(call.started_at, true)}
        </Link>
      ),
    },
    {
      title: t('calls.from'),
      key: 'from',
      render: (_, call) => (
        <>
          <b className="clock">{callerOf(call, t)}</b>
          {sentName(call.from_name) && <span className="soft"> {sentName(call.from_name)}</span>}
          <Direction call={call} />
        </>
      ),
    },
    { title: t('calls.operator'), key: 'operator', render: (_, call) => (call.operator_name ? call.operator_name : call.operator) },
    { title: t('calls.wait'), key: 'wait', width: 72, align: 'right', render: (_, call) => <span className="clock">{clock(call.wait_ms)}</span> },
    { title: t('calls.talk'), key: 'talk', width: 90, align: 'right', render: (_, call) => <span className="clock">{call.connected_at ? clock(call.talk_ms) : '–'}</span> },
    {
      title: t('calls.end'),
      key: 'end',
      render: (_, call) =>
        call.ended_at ? (
          [label('endclass', call.end_class), label('endreason', call.end_reason)].filter(Boolean).join(': ')
        ) : (
          <span className="tag tag-live">{label('callstate', call.state)}</span>
        ),
    },
    {
      title: t('calls.ticket'),
      key: 'tickets',
      render: (_, call) =>
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
      render: (_, call) => (call.recordings.length > 0 ? <AudioOutlined aria-label={t('calls.hasRecording')} /> : <span className="soft">–</span>),
    },
  ];
}
