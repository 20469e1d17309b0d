import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listLeadership, listOpenItems, type LeadershipRow, type OpenItem } from '../api/board';
import { dateTime } from '../desk/time';
import { useLabel, useText, type Key } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { part } from '../shell/part';
import { DueList } from './due-list';
import { OfficeList } from './office-list';
import { NARROWED, REFRESH, type Narrowed, type PartProps } from './part-props';
import { UnitChoice } from './unit-choice';
import '../lists/views.css';
import './board.css';

const Panel = part(() => import('./panel'), (m) => m.default);

const KINDS = ['task', 'document', 'dossier', 'reward', 'warning', 'recording'] as const satisfies readonly OpenItem['kind'][];

const PARTS: readonly (readonly [string, Key])[] = [['due', 'board.due'], ['office', 'board.office'], ['leadership', 'board.leadership'], ...KINDS.map((kind) => [kind, `board.${kind}`] as const)];

/** What the Office has to watch: terms that have run out first, what is before the leadership, what waits for a decision. */
export default function BoardPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const shown = PARTS.find(([name]) => name === search.get('part'))?.[0] ?? 'due';
  const cursor = search.get('cursor') ?? '';
  const sort = search.get('sort') ?? '';
  const narrowed = Object.fromEntries(NARROWED.map((name) => [name, search.get(name) ?? ''])) as Narrowed;
  const open = search.get('open') ?? '';
  const address = (change: Partial<Record<'cursor' | 'open' | 'sort', string> & Narrowed>) =>
    new URLSearchParams(Object.entries({ part: shown === 'due' ? '' : shown, ...narrowed, sort, cursor, open: '', ...change }).filter(([, value]) => value !== ''));
  // What stands beside the list is in the address too: the way back closes it, and the list stays where it is.
  const props: PartProps = {
    cursor,
    sort,
    narrowed,
    onGo: (next) => setSearch(address({ cursor: next })),
    onSort: (next) => setSearch(address({ sort: next, cursor: '' })),
    onNarrow: (name, next) => setSearch(address({ [name]: next, cursor: '' })),
    onOpen: (code) => setSearch(address({ open: code })),
    toTicket: (code) => (
      <Link className="code" to={`/board?${address({ open: code }).toString()}`} aria-current={code === open ? 'true' : undefined} data-testid={`board-open-${code}`} onClick={(event) => event.stopPropagation()}>
        {code}
      </Link>
    ),
  };
  return (
    <div className="page" data-testid="board-page" data-part={shown}>
      <h1>{t('board.heading')}</h1>
      <nav className="views" aria-label={t('board.parts')}>
        {PARTS.map(([name, title]) => (
          <Link key={name} to={name === 'due' ? '/board' : `/board?part=${name}`} aria-current={name === shown ? 'page' : undefined} data-testid={`board-part-${name}`}>
            {t(title)}
          </Link>
        ))}
      </nav>
      {shown === 'due' && <DueList {...props} />}
      {shown === 'office' && <OfficeList {...props} />}
      {shown === 'leadership' && <Leadership {...props} />}
      {KINDS.map((kind) => shown === kind && <Waiting key={kind} kind={kind} {...props} />)}
      {open && (
        <Suspense fallback={<aside className="board-panel" />}>
          <Panel key={open} code={open} onClose={() => setSearch(address({}))} />
        </Suspense>
      )}
    </div>
  );
}

/** What each list can be ordered by. */
const LEADERSHIP_SORTS = bothWays('time', 'ticket', 'unit', 'state');
const ITEM_SORTS = bothWays('ticket', 'unit', 'since', 'due');

function Leadership({ cursor, sort: asked, narrowed: { unit }, onGo, onSort, onNarrow, onOpen, toTicket }: PartProps) {
  const t = useText();
  const label = useLabel();
  const sort = sortFrom(LEADERSHIP_SORTS, asked);
  const head = heads(sort, '-time', onSort);
  const list = { ...(unit && { unit }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const query = useQuery({ queryKey: ['leadership', list], queryFn: ({ signal }) => listLeadership(list, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const columns: Column<LeadershipRow>[] = [
    { key: 'time', title: t('board.at'), width: 160, sort: head('time', true), render: (one) => <span className="clock">{dateTime(one.at)}</span> },
    { key: 'ticket', title: t('tickets.code'), width: 130, sort: head('ticket'), render: (one) => toTicket(one.ticket) },
    { key: 'unit', title: t('ticket.unit'), sort: head('unit'), render: (one) => one.unit_name },
    { key: 'state', title: t('tickets.state'), sort: head('state'), render: (one) => label('state', one.state) },
    { key: 'clause', title: t('board.clause'), width: 120, render: (one) => one.clause },
  ];
  return (
    <>
      <div className="list-head">
        <UnitChoice unit={unit} onUnit={(next) => onNarrow('unit', next)} />
        <Exports path="/leadership-reports" query={list} />
      </div>
      <List<LeadershipRow> testId="board-leadership" label={t('board.leadership')} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(one) => `${one.ticket}-${one.unit}-${one.at}`} empty={t('board.none')} onOpen={(one) => onOpen(one.ticket)} />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}

/** What is said of an item, in its own words. */
function wordsOf(one: OpenItem): string {
  return one.task?.text ?? one.document?.subject ?? one.dossier?.reason ?? one.reward?.reason ?? one.warning?.ground ?? one.recording?.reason ?? '';
}

function Waiting({ kind, cursor, sort: asked, narrowed: { unit }, onGo, onSort, onNarrow, onOpen, toTicket }: PartProps & { kind: OpenItem['kind'] }) {
  const t = useText();
  const label = useLabel();
  const sort = sortFrom(ITEM_SORTS, asked);
  const head = heads(sort, 'ticket', onSort);
  const list = { kind, ...(unit && { unit }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const query = useQuery({ queryKey: ['open-items', list], queryFn: ({ signal }) => listOpenItems(list, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const columns: Column<OpenItem>[] = [
    { key: 'ticket', title: t('tickets.code'), width: 130, sort: head('ticket'), render: (one) => toTicket(one.ticket) },
    { key: 'words', main: true, title: t('ticket.content'), render: wordsOf },
    { key: 'unit', title: t('ticket.unit'), sort: head('unit'), render: (one) => one.unit_name },
    { key: 'waits', title: t('board.waits'), render: (one) => label('waits', one.waits) },
    { key: 'since', title: t('board.since'), width: 160, sort: head('since', true), render: (one) => <span className="clock">{dateTime(one.since)}</span> },
    { key: 'due', title: t('board.until'), width: 160, sort: head('due'), render: (one) => <span className="clock">{one.due ? dateTime(one.due) : '–'}</span> },
  ];
  return (
    <>
      <div className="list-head">
        <UnitChoice unit={unit} onUnit={(next) => onNarrow('unit', next)} />
        <Exports path="/open-items" query={list} />
      </div>
      <List<OpenItem> onOpen={(one) => onOpen(one.ticket)} testId={`board-${kind}`} label={t(`board.${kind}`)} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(one) => `${one.ticket}-${String(one.number)}`} empty={t('board.none')} />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}
