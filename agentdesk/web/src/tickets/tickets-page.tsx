import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { listTickets, serverOffset } from '../api/client';
import type { Ticket } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useNow } from '../desk/hooks';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { heads, newestFirst } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { spanText } from '../work/term';
import { changed, readFilters, toQuery, viewsOf, writeFilters, type Filters } from './filters';
import { Marks } from './marks';
import { TicketsFilter } from './tickets-filter';
import '../lists/views.css';
import './tickets.css';

/** The list of tickets. What it is asked for stands in the address: the way back leads to the same list. */
export default function TicketsPage() {
  const t = useText();
  const navigate = useNavigate();
  const { user } = useSession();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const query = toQuery(filters);
  const tickets = useQuery({
    queryKey: ['tickets', query],
    queryFn: ({ signal }) => listTickets(query, signal),
    placeholderData: keepPreviousData,
  });
  const go = (part: Partial<Filters>) => setSearch(writeFilters(changed(filters, part)));
  const now = useNow(60_000) + serverOffset();
  const columns = useColumns(filters.sort, now, (sort) => go({ sort }));
  const held = may(user, 'work');
  const here = writeFilters({ ...filters, cursor: '' }).toString();
  return (
    <div className="page tickets-page" data-testid="tickets-page">
      <div className="list-head">
        <h1>{t(filters.incident ? 'tickets.ofIncident' : 'tickets.title')}</h1>
        <Exports path="/tickets" query={query} />
      </div>
      <nav className="views" aria-label={t('ticketview.title')} data-testid="tickets-views">
        {viewsOf(user.username, may(user, 'file'), held, now).map(({ name, filters: of }) => {
          const address = writeFilters(of).toString();
          return (
            <Link key={name} to={`/tickets?${address}`} aria-current={address === here ? 'page' : undefined} data-testid={`tickets-view-${name}`}>
              {t(name === 'mine' && held ? 'ticketview.ofMine' : `ticketview.${name}`)}
            </Link>
          );
        })}
        {here !== '' && (
          <Link to="/tickets" data-testid="tickets-clear">
            {t('ticketview.all')}
          </Link>
        )}
      </nav>
      {/* Mounted anew where the address changed what is typed. */}
      <TicketsFilter filters={filters} onChange={go} />
      <List<Ticket>
        testId="tickets-table"
        label={t('tickets.title')}
        columns={columns}
        query={tickets}
        rows={tickets.data?.items ?? []}
        rowKey={(ticket) => ticket.code}
        empty={t('tickets.empty')}
        row={(ticket) => ({ 'data-testid': `ticket-row-${ticket.code}` })}
        onOpen={(ticket) => void navigate(`/tickets/${ticket.code}`)}
      />
      <Pager cursor={filters.cursor} next={tickets.data?.next ?? ''} onGo={(cursor) => go({ cursor })} />
    </div>
  );
}

/** The term, and by how much it is over. Once a unit's last one is, the ticket has none any more, but since when it is overdue. */
function Due({ ticket, now }: { ticket: Ticket; now: number }) {
  const t = useText();
  const due = ticket.due ?? ticket.overdue_since;
  if (!due) return ticket.state === 'overdue' ? <span className="tag tag-urgent">{t('clock.late')}</span> : <span className="clock">–</span>;
  const over = now - Date.parse(due);
  return (
    <>
      <span className="clock">{dateTime(due)}</span> {over > 0 && <span className="tag tag-urgent">{t('term.late', { time: spanText(t, over) })}</span>}
    </>
  );
}

/** sort: as the address has it; a head changes the order that the server gives. */
function useColumns(sort: string, now: number, onSort: (sort: string) => void): Column<Ticket>[] {
  const t = useText();
  const label = useLabel();
  const head = heads(sort, '', onSort);
  return [
    {
      title: t('tickets.code'),
      key: 'code',
      width: 110,
      render: (ticket) => (
        <Link className="code" to={`/tickets/${ticket.code}`} onClick={(event) => event.stopPropagation()}>
          {ticket.code}
        </Link>
      ),
    },
    {
      title: t('tickets.created'),
      key: 'created',
      width: 140,
      // The server calls the newest first "received".
      sort: newestFirst(sort === 'received' ? '' : sort, '', '-received', onSort),
      render: (ticket) => <span className="clock">{dateTime(ticket.created_at)}</span>,
    },
    {
      title: t('ticketlist.group'),
      key: 'group',
      width: 130,
      sort: head('group'),
      render: (ticket) => (ticket.group === 0 ? <span className="tag tag-waits">{label('group.short', '0')}</span> : label('group.short', String(ticket.group))),
    },
    {
      title: t('ticket.content'),
      key: 'content',
      main: true,
      ellipsis: 2,
      render: (ticket) => (
        <>
          <Marks of={ticket} /> {ticket.origin !== 'operator' && <span className="tag">{label('origin', ticket.origin)}</span>} {ticket.content}
        </>
      ),
    },
    { title: t('ticket.unit'), key: 'unit', width: 150, ellipsis: 2, render: (ticket) => ticket.unit_name },
    { title: t('tickets.state'), key: 'state', width: 150, sort: head('state'), render: (ticket) => label('state', ticket.state) },
    {
      title: t('board.until'),
      key: 'due',
      width: 140,
      sort: head('due'),
      render: (ticket) => <Due ticket={ticket} now={now} />,
    },
    {
      title: t('ticketlist.updated'),
      key: 'updated',
      width: 140,
      // The newest change first, then what is longest without one.
      sort: newestFirst(sort, 'updated', 'waiting', onSort),
      render: (ticket) => <span className="clock">{dateTime(ticket.updated_at)}</span>,
    },
  ];
}
