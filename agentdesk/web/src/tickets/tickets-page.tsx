import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { listTickets } from '../api/client';
import type { Ticket, TicketsQuery } from '../api/types';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { List, type Column } from '../lists/table';
import { ChoiceFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { dashed } from './code';
import { GROUPS } from './draft';

const ORIGINS = ['operator', 'message', 'incident'] as const satisfies readonly Ticket['origin'][];

/** A code as people type it: nine digits, dashes or not. */
function asCode(typed: string): string | null {
  const code = dashed(typed.replace(/[\s-]/g, ''));
  return code.includes('-') ? code : null;
}

/** The list of tickets; a code typed into the search opens its ticket. */
export default function TicketsPage() {
  const t = useText();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const label = useLabel();
  const query = { q: search.get('q') ?? '', group: search.get('group') ?? '', origin: search.get('origin') ?? '', incident: search.get('incident') ?? '', unsorted: search.get('unsorted') ?? '', cursor: search.get('cursor') ?? '' };
  const [typed, setTyped] = useState(query.q);
  const tickets = useQuery({
    queryKey: ['tickets', query],
    queryFn: ({ signal }) => listTickets(asked(query), signal),
    placeholderData: keepPreviousData,
  });
  const go = (part: Partial<typeof query>) =>
    setSearch(new URLSearchParams(Object.entries({ ...query, cursor: '', ...part }).filter(([, value]) => value !== '')));
  const next = tickets.data?.next ?? '';
  const columns = useColumns();
  return (
    <div className="page" data-testid="tickets-page">
      <div className="list-head">
        <h1>{t(query.incident ? 'tickets.ofIncident' : 'tickets.title')}</h1>
        <Exports path="/tickets" query={asked(query)} />
      </div>
      <form
        className="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const code = asCode(typed);
          if (code) void navigate(`/tickets/${code}`);
          else go({ q: typed.trim() });
        }}
      >
        <Input
          className="filter-wide"
          data-testid="tickets-search"
          aria-label={t('tickets.search')}
          placeholder={t('tickets.search')}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ChoiceFilter
          label={t('ticket.group')}
          any={t('tickets.anyGroup')}
          value={query.group}
          options={GROUPS.map((group) => ({ value: String(group), label: label('group.short', String(group)) }))}
          onChoose={(group) => go({ group, unsorted: '' })}
        />
        <ChoiceFilter<string>
          testId="tickets-origin"
          label={t('tickets.origin')}
          any={t('tickets.anyOrigin')}
          value={query.origin}
          options={ORIGINS.map((origin) => ({ value: origin, label: label('origin', origin) }))}
          onChoose={(origin) => go({ origin })}
        />
        <Checkbox
          data-testid="tickets-unsorted"
          checked={query.unsorted !== ''}
          onChange={(event) => go(event.target.checked ? { unsorted: '1', group: '' } : { unsorted: '' })}
        >
          {t('sort.onlyWaiting')}
        </Checkbox>
        <Button type="primary" htmlType="submit">
          {t('calls.apply')}
        </Button>
        {query.incident !== '' && (
          <Button type="text" data-testid="tickets-any-incident" onClick={() => go({ incident: '' })}>
            {t('tickets.anyIncident')}
          </Button>
        )}
      </form>
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
      <Pager cursor={query.cursor} next={next} onGo={(cursor) => go({ cursor })} />
    </div>
  );
}

/** What the API is asked for: nothing that is empty. */
export function asked({ q, group, origin, incident, unsorted, cursor }: Record<'q' | 'group' | 'origin' | 'incident' | 'unsorted' | 'cursor', string>): TicketsQuery {
  const known = ORIGINS.find((o) => o === origin);
  return { limit: 50, ...(q ? { q } : {}), ...(group ? { group: Number(group) } : {}), ...(known ? { origin: known } : {}), ...(Number(incident) > 0 ? { incident: Number(incident) } : {}), ...(unsorted ? { unsorted: true } : {}), ...(cursor ? { cursor } : {}) };
}

function useColumns(): Column<Ticket>[] {
  const t = useText();
  const label = useLabel();
  return [
    {
      title: t('tickets.code'),
      key: 'code',
      width: 120,
      render: (ticket) => (
        <Link className="code" to={`/tickets/${ticket.code}`} onClick={(event) => event.stopPropagation()}>
          {ticket.code}
        </Link>
      ),
    },
    { title: t('tickets.created'), key: 'created', width: 150, render: (ticket) => <span className="clock">{dateTime(ticket.created_at)}</span> },
    {
      title: t('ticket.group'),
      key: 'group',
      width: 170,
      render: (ticket) => (ticket.group === 0 ? <span className="tag tag-waits">{label('group.short', '0')}</span> : label('group.short', String(ticket.group))),
    },
    {
      title: t('ticket.content'),
      key: 'content',
      ellipsis: true,
      render: (ticket) => (
        <>
          {ticket.emergencies.length > 0 && <span className="tag tag-urgent">{t('emergency.flag')}</span>} {ticket.urgent && <span className="tag tag-urgent">{t('ticket.urgent')}</span>}{' '}
          {ticket.origin !== 'operator' && <span className="tag">{label('origin', ticket.origin)}</span>} {ticket.content}
        </>
      ),
    },
    { title: t('ticket.unit'), key: 'unit', width: 200, ellipsis: true, render: (ticket) => ticket.unit_name },
    { title: t('tickets.state'), key: 'state', width: 180, render: (ticket) => label('state', ticket.state) },
  ];
}
