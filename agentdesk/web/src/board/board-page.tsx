import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listDue, listLeadership, listOpenItems, type DueItem, type LeadershipRow, type OpenItem } from '../api/board';
import { dateTime } from '../desk/time';
import { useLabel, useText, type Key } from '../i18n';
import { Exports } from '../lists/exports';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import './board.css';

const KINDS = ['task', 'document', 'dossier', 'reward', 'warning', 'recording'] as const satisfies readonly OpenItem['kind'][];
/** Hours ahead that the list of terms looks. */
const WITHIN = 48;
const REFRESH = 30_000;

const PARTS: readonly (readonly [string, Key])[] = [['due', 'board.due'], ['leadership', 'board.leadership'], ...KINDS.map((kind) => [kind, `board.${kind}`] as const)];

/** What the Office has to watch: terms that have run out first, what is before the leadership, what waits for a decision. */
export default function BoardPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const part = PARTS.find(([name]) => name === search.get('part'))?.[0] ?? 'due';
  const cursor = search.get('cursor') ?? '';
  const go = (next: string) => setSearch({ ...(part === 'due' ? {} : { part }), ...(next ? { cursor: next } : {}) });
  return (
    <div className="page" data-testid="board-page" data-part={part}>
      <h1>{t('board.heading')}</h1>
      <nav className="board-parts" aria-label={t('board.parts')}>
        {PARTS.map(([name, title]) => (
          <Link key={name} to={name === 'due' ? '/board' : `/board?part=${name}`} aria-current={name === part ? 'page' : undefined} data-testid={`board-part-${name}`}>
            {t(title)}
          </Link>
        ))}
      </nav>
      {part === 'due' && <Due cursor={cursor} onGo={go} />}
      {part === 'leadership' && <Leadership cursor={cursor} onGo={go} />}
      {KINDS.map((kind) => part === kind && <Waiting key={kind} kind={kind} cursor={cursor} onGo={go} />)}
    </div>
  );
}

interface PartProps {
  cursor: string;
  onGo: (cursor: string) => void;
}

function toTicket(code: string) {
  return (
    <Link className="code" to={`/tickets/${code}`}>
      {code}
    </Link>
  );
}

function Due({ cursor, onGo }: PartProps) {
  const t = useText();
  const label = useLabel();
  const query = useQuery({ queryKey: ['due', cursor], queryFn: ({ signal }) => listDue(WITHIN, cursor, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const rows = query.data?.items ?? [];
  const columns: Column<DueItem>[] = [
    {
      key: 'due',
      title: t('board.until'),
      width: 210,
      render: (one) => (
        <>
          <span className="clock">{dateTime(one.due)}</span> {one.late && <span className="tag tag-urgent">{t('clock.late')}</span>}
        </>
      ),
    },
    { key: 'ticket', title: t('tickets.code'), width: 120, render: (one) => toTicket(one.ticket) },
    { key: 'clock', title: t('board.term'), render: (one) => label('term', one.clock) },
    { key: 'unit', title: t('ticket.unit'), render: (one) => (one.unit_name ? one.unit_name : '1022') },
    { key: 'state', title: t('tickets.state'), render: (one) => one.state_label },
    { key: 'reminders', title: t('board.reminders'), width: 110, align: 'right', render: (one) => <span className="clock">{one.reminders}</span> },
  ];
  return (
    <>
      <div className="list-head">
        <span className="soft" role="status" data-testid="board-overdue" data-count={rows.filter((one) => one.late).length}>
          {query.isSuccess && t('board.late', { n: rows.filter((one) => one.late).length })}
        </span>
        <Exports path="/due" query={{ within: WITHIN }} />
      </div>
      <List<DueItem>
        testId="board-due"
        label={t('board.due')}
        columns={columns}
        query={query}
        rows={rows}
        rowKey={(one) => `${one.ticket}-${one.clock}-${one.unit}`}
        empty={t('board.none')}
        row={(one) => ({ 'data-testid': `board-row-${one.ticket}`, 'data-late': one.late })}
      />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}

function Leadership({ cursor, onGo }: PartProps) {
  const t = useText();
  const label = useLabel();
  const query = useQuery({ queryKey: ['leadership', cursor], queryFn: ({ signal }) => listLeadership(cursor, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const columns: Column<LeadershipRow>[] = [
    { key: 'at', title: t('board.at'), width: 160, render: (one) => <span className="clock">{dateTime(one.at)}</span> },
    { key: 'ticket', title: t('tickets.code'), width: 120, render: (one) => toTicket(one.ticket) },
    { key: 'unit', title: t('ticket.unit'), render: (one) => one.unit_name },
    { key: 'state', title: t('tickets.state'), render: (one) => label('state', one.state) },
    { key: 'clause', title: t('board.clause'), width: 120, render: (one) => one.clause },
  ];
  return (
    <>
      <div className="list-head">
        <Exports path="/leadership-reports" query={{}} />
      </div>
      <List<LeadershipRow> testId="board-leadership" label={t('board.leadership')} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(one) => `${one.ticket}-${one.unit}-${one.at}`} empty={t('board.none')} />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}

/** What is said of an item, in its own words. */
function wordsOf(one: OpenItem): string {
  return one.task?.text ?? one.document?.subject ?? one.dossier?.reason ?? one.reward?.reason ?? one.warning?.ground ?? one.recording?.reason ?? '';
}

function Waiting({ kind, cursor, onGo }: PartProps & { kind: OpenItem['kind'] }) {
  const t = useText();
  const label = useLabel();
  const query = useQuery({ queryKey: ['open-items', kind, cursor], queryFn: ({ signal }) => listOpenItems(kind, cursor, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const columns: Column<OpenItem>[] = [
    { key: 'ticket', title: t('tickets.code'), width: 120, render: (one) => toTicket(one.ticket) },
    { key: 'words', title: t('ticket.content'), render: wordsOf },
    { key: 'unit', title: t('ticket.unit'), render: (one) => one.unit_name },
    { key: 'waits', title: t('board.waits'), render: (one) => label('waits', one.waits) },
    { key: 'since', title: t('board.since'), width: 160, render: (one) => <span className="clock">{dateTime(one.since)}</span> },
    { key: 'due', title: t('board.until'), width: 160, render: (one) => <span className="clock">{one.due ? dateTime(one.due) : '–'}</span> },
  ];
  return (
    <>
      <div className="list-head">
        <Exports path="/open-items" query={{ kind }} />
      </div>
      <List<OpenItem> testId={`board-${kind}`} label={t(`board.${kind}`)} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(one) => `${one.ticket}-${String(one.number)}`} empty={t('board.none')} />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}
