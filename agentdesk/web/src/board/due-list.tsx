import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listDue, type DueItem, type DueQuery } from '../api/board';
import { useFields, useUnits } from '../api/queries';
import type { Role } from '../api/types';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { placeOf } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { keep, readKept } from '../shell/kept';
import { Pager } from '../shell/pager';
import { Marks } from '../tickets/marks';
import { REFRESH, type PartProps } from './part-props';
import { chosenFrom, keyOf, remindable, toKept, type Chosen } from './remind';
import { RemindForm } from './remind-form';
import { BoardChoice, UnitChoice } from './unit-choice';

/** Hours ahead that the list of terms looks: over a weekend, too. */
const WITHIN = 96;

const SORTS = bothWays('due', 'ticket', 'clock', 'unit', 'state', 'reminders');
/** Who reminds units (Điều 14.1), of those who see the board. */
const REMINDERS: ReadonlySet<Role> = new Set(['leader', 'office']);
const CLOCKS = ['ask_back', 'live', 'officer', 'head', 'urgent', 'review', 'tell'] as const;

/** What has to be done by when, what is over first; many units are reminded at once. */
export function DueList({ cursor, sort: asked, narrowed, onGo, onSort, onNarrow, onOpen, toTicket }: PartProps) {
  const t = useText();
  const label = useLabel();
  const units = useUnits().data ?? [];
  const fields = useFields().data ?? [];
  const { username, role } = useSession().user;
  // What was ticked is ticked after a reload, as the words that were begun for it.
  const [chosen, setTicked] = useState(() => chosenFrom(readKept(placeOf('board.chosen', username))));
  const setChosen = (next: ReadonlyMap<string, Chosen>) => {
    keep(placeOf('board.chosen', username), toKept(next));
    setTicked(next);
  };
  const untick = (one: Chosen) => {
    const without = (was: ReadonlyMap<string, Chosen>) => new Map([...was].filter(([key]) => key !== keyOf(one)));
    // The page may be left by then: whoever comes back finds it unticked.
    keep(placeOf('board.chosen', username), toKept(without(chosenFrom(readKept(placeOf('board.chosen', username))))));
    setTicked(without);
  };
  const [sending, setSending] = useState(false);
  // Words that were begun, before a reload too, are in sight.
  const [reminding, setReminding] = useState<'' | 'kept' | 'asked'>(() => (readKept(placeOf('board.remind', username)) === null ? '' : 'kept'));
  const sort = sortFrom(SORTS, asked);
  const head = heads(sort, 'due', onSort);
  const list: DueQuery = { within: WITHIN, ...Object.fromEntries(Object.entries(narrowed).filter(([, value]) => value !== '')), ...(sort && { sort }), ...(cursor && { cursor }) };
  const query = useQuery({ queryKey: ['due', list], queryFn: ({ signal }) => listDue({ ...list, count: true }, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const rows = query.data?.items ?? [];
  const late = query.data?.late;
  const all = remindable(rows);
  // Who may remind of nothing that stands here has no boxes; those that are chosen already keep theirs.
  // Until rows come, their place is kept for whose work it is.
  const theirs = REMINDERS.has(role);
  const reminds = all.length > 0 || chosen.size > 0 || (query.isPending && theirs);
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
      one.remindable ? (
        <input
          type="checkbox"
          className="board-choose"
          data-testid={`choose-${one.ticket}`}
          aria-label={t('board.choose', { code: one.ticket, unit: one.unit_name })}
          checked={chosen.has(keyOf(one))}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => choose([one], event.target.checked)}
        />
      ) : (
        <span className="soft small">{t(one.unit === '' ? 'board.notChosen' : 'board.notNow')}</span>
      ),
  };
  const columns: Column<DueItem>[] = [
    ...(reminds ? [choice] : []),
    {
      key: 'due',
      title: t('board.until'),
      width: 150,
      sort: head('due'),
      render: (one) => (
        <>
          <span className="clock">{dateTime(one.due)}</span> {one.late && <span className="tag tag-urgent">{t('clock.late')}</span>}
        </>
      ),
    },
    { key: 'ticket', title: t('tickets.code'), width: 120, sort: head('ticket'), render: (one) => toTicket(one.ticket) },
    {
      key: 'content',
      title: t('ticket.content'),
      main: true,
      render: (one) =>
        one.confidential && one.content === '' ? (
          <Marks of={one} />
        ) : (
          <>
            <span className="board-content">
              <Marks of={one} /> {one.content}
            </span>
            {one.address && <span className="soft small board-place">{one.address}</span>}
          </>
        ),
    },
    { key: 'unit', title: t('ticket.unit'), width: 150, sort: head('unit'), render: (one) => (one.unit_name ? one.unit_name : '1022') },
    { key: 'clock', title: t('board.term'), width: 150, sort: head('clock'), render: (one) => label('term', one.clock) },
    { key: 'state', title: t('tickets.state'), width: 130, sort: head('state'), render: (one) => one.state_label },
    { key: 'reminders', title: t('board.reminders'), width: 110, sort: head('reminders', true), align: 'right', render: (one) => <span className="clock">{one.reminders}</span> },
  ];
  return (
    <>
      <div className="list-head">
        <span className="soft" role="status" data-testid="board-overdue" data-count={late?.count}>
          {late && t(late.more ? 'board.lateMore' : 'board.late', { n: late.count })}
        </span>
        <Exports path="/due" query={list} />
      </div>
      <div className="board-choices" role="search" aria-label={t('board.narrow')}>
        <UnitChoice unit={narrowed.unit} onUnit={(unit) => onNarrow('unit', unit)} />
        <BoardChoice testId="board-clock" title="board.term" value={narrowed.clock} options={CLOCKS.map((clock) => [clock, label('term', clock)])} onChoose={(clock) => onNarrow('clock', clock)} />
        <BoardChoice testId="board-field" title="ticket.field" value={narrowed.field} options={fields.map(({ code, name }) => [code, name])} onChoose={(field) => onNarrow('field', field)} />
        <BoardChoice testId="board-area" title="ticketfilter.area" value={narrowed.area} options={units.filter(({ kind }) => kind === 'commune').map(({ code, name }) => [code, name])} onChoose={(area) => onNarrow('area', area)} />
      </div>
      {/* Always there for whose work it is: what comes, or is nobody's to remind of, must not move the list. */}
      {(reminds || theirs) && (
        <div className="board-many">
          <label>
            <input type="checkbox" className="board-choose" data-testid="choose-all" checked={every} disabled={all.length === 0} onChange={(event) => choose(all, event.target.checked)} /> {t('board.chooseAll')}
          </label>
          <button type="button" className="board-button" data-testid="board-remind" aria-expanded={reminding !== ''} disabled={sending || (chosen.size === 0 && reminding === '')} onClick={() => setReminding(reminding === '' ? 'asked' : '')}>
            {t('board.remind', { n: chosen.size })}
          </button>
        </div>
      )}
      {reminding !== '' && (
        <RemindForm
          chosen={current}
          opened={reminding === 'asked'}
          sending={sending}
          onSending={setSending}
          onSent={untick}
          onClose={() => setReminding('')}
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
