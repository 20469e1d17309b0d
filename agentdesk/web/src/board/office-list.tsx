import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listTickets } from '../api/client';
import type { Ticket } from '../api/types';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { heads, newestFirst, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { REFRESH, type PartProps } from './part-props';
import { UnitChoice } from './unit-choice';

/** What waits for the Office or for what it lays before the leadership. */
const STATES = ['contested', 'office_led', 'awaiting_directive'] as const satisfies readonly Ticket['state'][];

/** The newest change first, or what is longest without one; or one state after the other. */
const SORTS = ['updated', 'waiting', 'state', '-state'] as const;

/** Tickets in which nothing goes on but by the Office: contested results, those that it leads, those that wait for a directive. */
export function OfficeList({ cursor, sort: asked, narrowed: { unit }, onGo, onSort, onNarrow, onOpen, toTicket }: PartProps) {
  const t = useText();
  const label = useLabel();
  const sort = sortFrom(SORTS, asked);
  const list = { state: [...STATES], ...(unit && { unit }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const query = useQuery({ queryKey: ['tickets', list], queryFn: ({ signal }) => listTickets(list, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
  const head = heads<string>(sort, '', onSort);
  const columns: Column<Ticket>[] = [
    { key: 'ticket', title: t('tickets.code'), width: 130, render: (one) => toTicket(one.code) },
    { key: 'state', title: t('tickets.state'), width: 190, sort: head('state'), render: (one) => label('state', one.state) },
    { key: 'words', main: true, title: t('ticket.content'), render: (one) => one.content },
    { key: 'unit', title: t('ticket.unit'), render: (one) => one.unit_name },
    { key: 'updated', title: t('ticketlist.updated'), width: 160, sort: newestFirst(sort, 'updated', 'waiting', onSort), render: (one) => <span className="clock">{dateTime(one.updated_at)}</span> },
  ];
  return (
    <>
      <div className="list-head">
        <UnitChoice unit={unit} onUnit={(next) => onNarrow('unit', next)} />
        <Exports path="/tickets" query={list} />
      </div>
      <List<Ticket> testId="board-office" label={t('board.office')} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(one) => one.code} empty={t('board.none')} onOpen={(one) => onOpen(one.code)} />
      <Pager cursor={cursor} next={query.data?.next ?? ''} onGo={onGo} />
    </>
  );
}
