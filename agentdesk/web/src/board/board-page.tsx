import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listDue, listLeadership, listOpenItems, type DueItem, type LeadershipRow, type OpenItem } from '../api/board';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useLabel, useText, type Key } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { keyOf, remindable, type Chosen } from './remind';
import type { PartProps } from './part-props';
import { RemindForm } from './remind-form';
import { UnitChoice } from './unit-choice';
import './board.css';

const Panel = lazy(() => import('./panel'));

const KINDS = ['task', 'document', 'dossier', 'reward', 'warning', 'recording'] as const satisfies readonly OpenItem['kind'][];
/** Hours ahead that the list of terms looks: over a weekend, too. */
const WITHIN = 96;
const REFRESH = 30_000;

const PARTS: readonly (readonly [string, Key])[] = [['due', 'board.due'], ['leadership', 'board.leadership'], ...KINDS.map((kind) => [kind, `board.${kind}`] as const)];

/** What the Office has to watch: terms that have run out first, what is before the leadership, what waits for a decision. */
export default function BoardPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const part = PARTS.find(([name]) => name === search.get('part'))?.[0] ?? 'due';
  const cursor = search.get('cursor') ?? '';
  const sort = search.get('sort') ?? '';
  const unit = search.get('unit') ?? '';
  const open = search.get('open') ?? '';
  const address = (change: Partial<Record<'cursor' | 'open' | 'sort' | 'unit', string>>) =>
    new URLSearchParams(Object.entries({ part: part === 'due' ? '' : part, unit, sort, cursor, open: '', ...change }).filter(([, value]) => value !== ''));
  // What stands beside the list is in the address too: the way back closes it, and the list stays where it is.
  const props: PartProps = {
    cursor,
    sort,
    unit,
    onGo: (next) => setSearch(address({ cursor: next })),
    onSort: (next) => setSearch(address({ sort: next, cursor: '' })),
    onUnit: (next) => setSearch(address({ unit: next, cursor: '' })),
    onOpen: (code) => setSearch(address({ open: code })),
    toTicket: (code) => (
      <Link className="code" to={`/board?${address({ open: code }).toString()}`} aria-current={code === open ? 'true' : undefined} data-testid={`board-open-${code}`} onClick={(event) => event.stopPropagation()}>
        {code}
      </Link>
    ),
  };
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
      <div className={open ? 'board-split' : ''}>
        <div className="board-list">
          {part === 'due' && <Due {...props} />}
          {part === 'leadership' && <Leadership {...props} />}
          {KINDS.map((kind) => part === kind && <Waiting key={kind} kind={kind} {...props} />)}
        </div>
        {open && (
          <Suspense fallback={<aside className="board-panel" />}>
            <Panel key={open} code={open} onClose={() => setSearch(address({}))} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** What each list can be ordered by. */
const DUE_SORTS = bothWays('due', 'ticket', 'clock', 'unit', 'state', 'reminders');
const LEADERSHIP_SORTS = bothWays('time', 'ticket', 'unit', 'state');
const ITEM_SORTS = bothWays('ticket', 'unit', 'since', 'due');

function Due({ cursor, sort: asked, unit, onGo, onSort, onUnit, onOpen, toTicket }: PartProps) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const reminds = user.role === 'office';
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [reminding, setReminding] = useState(false);
  const sort = sortFrom(DUE_SORTS, asked);
  const head = heads(sort, 'due', onSort);
  const list = { within: WITHIN, ...(unit && { unit }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const query = useQuery({ queryKey: ['due', list], queryFn: ({ signal }) => listDue(list, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const rows = query.data?.items ?? [];
  const all = remindable(rows);
  const every = all.length > 0 && all.every((one) => chosen.has(keyOf(one)));
  const choose = (some: readonly Chosen[], on: boolean) => {
    const next = new Map(chosen);
    for (const one of some) {
      if (on) next.set(keyOf(one), one);
      else next.delete(keyOf(one));
    }
    setChosen(next);
  };
  // The list is fetched anew while one chooses: a row's newest version is what is acted on.
  const current = [...chosen.values()].map((one) => all.find((row) => keyOf(row) === keyOf(one)) ?? one);
  const choice: Column<DueItem> = {
    key: 'choose',
    title: t('board.chooseHead'),
    width: 60,
    render: (one) =>
      one.unit !== '' && (
        <input
          type="checkbox"
          className="board-choose"
          data-testid={`choose-${one.ticket}`}
          aria-label={t('board.choose', { code: one.ticket, unit: one.unit_name })}
          checked={chosen.has(keyOf(one))}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => choose([one], event.target.checked)}
        />
      ),
  };
  const columns: Column<DueItem>[] = [
    ...(reminds ? [choice] : []),
    {
      key: 'due',
      title: t('board.until'),
      width: 210,
      sort: head('due'),
      render: (one) => (
        <>
          <span className="clock">{dateTime(one.due)}</span> {one.late && <span className="tag tag-urgent">{t('clock.late')}</span>}
        </>
      ),
    },
    { key: 'ticket', title: t('tickets.code'), width: 130, sort: head('ticket'), render: (one) => toTicket(one.ticket) },
    { key: 'clock', title: t('board.term'), sort: head('clock'), render: (one) => label('term', one.clock) },
    { key: 'unit', title: t('ticket.unit'), sort: head('unit'), render: (one) => (one.unit_name ? one.unit_name : '1022') },
    { key: 'state', title: t('tickets.state'), sort: head('state'), render: (one) => one.state_label },
    { key: 'reminders', title: t('board.reminders'), width: 130, sort: head('reminders', true), align: 'right', render: (one) => <span className="clock">{one.reminders}</span> },
  ];
  return (
    <>
      <div className="list-head">
        <span className="soft" role="status" data-testid="board-overdue" data-count={rows.filter((one) => one.late).length}>
          {query.isSuccess && t('board.late', { n: rows.filter((one) => one.late).length })}
        </span>
        <UnitChoice unit={unit} onUnit={onUnit} />
        <Exports path="/due" query={list} />
      </div>
      {reminds && (
        <div className="board-many">
          <label>
            <input type="checkbox" className="board-choose" data-testid="choose-all" checked={every} disabled={all.length === 0} onChange={(event) => choose(all, event.target.checked)} /> {t('board.chooseAll')}
          </label>
          <button type="button" className="board-button" data-testid="board-remind" aria-expanded={reminding} disabled={chosen.size === 0 && !reminding} onClick={() => setReminding(!reminding)}>
            {t('board.remind', { n: chosen.size })}
          </button>
        </div>
      )}
      {reminding && (
        <RemindForm
          chosen={current}
          onSent={(sent) => setChosen(new Map(sent.flatMap(({ one, fault }) => (fault ? [[keyOf(one), one] as const] : []))))}
          onClose={() => setReminding(false)}
        />
      )}
      <List<DueItem>
        testId="board-due"
        label={t('board.due')}
        columns={columns}
        query={query}
        rows={rows}
        rowKey={(one) => `${one.ticket}-${one.clock}-${one.unit}`}
        empty={t('board.none')}
        row={(one) => ({ 'data-testid': `board-row-${one.ticket}`, 'data-late': one.late })}
        onOpen={(one) => onOpen(one.ticket)}
      />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}

function Leadership({ cursor, sort: asked, unit, onGo, onSort, onUnit, onOpen, toTicket }: PartProps) {
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
        <UnitChoice unit={unit} onUnit={onUnit} />
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

function Waiting({ kind, cursor, sort: asked, unit, onGo, onSort, onUnit, onOpen, toTicket }: PartProps & { kind: OpenItem['kind'] }) {
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
        <UnitChoice unit={unit} onUnit={onUnit} />
        <Exports path="/open-items" query={list} />
      </div>
      <List<OpenItem> onOpen={(one) => onOpen(one.ticket)} testId={`board-${kind}`} label={t(`board.${kind}`)} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(one) => `${one.ticket}-${String(one.number)}`} empty={t('board.none')} />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}
