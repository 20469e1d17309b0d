import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listListenings } from '../api/listenings';
import { usePersonName } from '../api/queries';
import type { Listening } from '../api/types';
import { clock, dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { endsFirst } from '../lists/address';
import { Exports } from '../lists/exports';
import { heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter, TicketFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { part } from '../shell/part';
import { useFilters } from '../shell/use-filters';
import { isFiltered, NO_FILTERS, ONLY, readFilters, toQuery, writeFilters, type Filters } from './filters';
import { takenAs } from './of-call';
import { Unusual } from './unusual';
import './listenings.css';

const Days = part(() => import('../calls/days'), (m) => m.default);

/** Who heard which recording, or took a copy: when, from where, why, and how much of it. */
export default function ListeningsPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const address = writeFilters(filters).toString();
  const rows = useQuery({
    queryKey: ['audit', 'listenings', address],
    queryFn: ({ signal }) => listListenings(toQuery(filters), signal),
    placeholderData: keepPreviousData,
  });
  const go = (next: Filters) => setSearch(writeFilters(next));
  const columns = useColumns(filters.sort, (sort) => go({ ...filters, sort, cursor: '' }));
  return (
    <div className="page" data-testid="listenings-page">
      <div className="list-head">
        <h1>{t('listenings.title')}</h1>
        <Exports path="/listenings" query={toQuery(filters)} />
      </div>
      <Unusual />
      <ListeningsFilter filters={filters} onChange={go} />
      <List<Listening>
        testId="listenings-table"
        label={t('listenings.title')}
        columns={columns}
        query={rows}
        rows={rows.data?.items ?? []}
        rowKey={(l) => l.id}
        empty={t(endsFirst(toQuery(filters)) ? 'lists.endsFirst' : isFiltered(filters) ? 'lists.notFound' : 'listenings.empty')}
        row={(l) => ({ 'data-testid': `listening-${l.id}`, 'data-actor': l.actor, 'data-heard': l.heard_ms })}
      />
      <Pager testId="listenings-next" cursor={filters.cursor} next={rows.data?.next ?? ''} onGo={(cursor) => go({ ...filters, cursor })} />
    </div>
  );
}

function ListeningsFilter({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const t = useText();
  const { draft, apply, type, leave, form } = useFilters(filters, onChange);
  return (
    <form {...form}>
      <Suspense fallback={<span className="filter-days" />}>
        <Days since={draft.since} until={draft.until} onChange={(since, until) => apply({ since, until })} />
      </Suspense>
      <Input className="filter-number" data-testid="listenings-actor" aria-label={t('audit.actor')} placeholder={t('audit.actor')} allowClear value={draft.actor} onChange={(event) => type({ actor: event.target.value })} onBlur={() => leave('actor')} />
      <Input className="filter-number" data-testid="listenings-call" aria-label={t('calls.id')} placeholder={t('calls.id')} allowClear value={draft.call} onChange={(event) => type({ call: event.target.value })} onBlur={() => leave('call')} />
      <TicketFilter testId="listenings-ticket" value={draft.ticket} onType={(ticket) => type({ ticket })} onLeave={() => leave('ticket')} />
      <ChoiceFilter
        testId="listenings-only"
        label={t('listenings.only')}
        any={t('listenings.any')}
        value={draft.only}
        options={ONLY.map((only) => ({ value: only, label: t(`listenings.only.${only}`) }))}
        onChoose={(only) => apply({ only })}
      />
      <Button type="primary" htmlType="submit" data-testid="listenings-apply">
        {t('calls.apply')}
      </Button>
      {isFiltered(filters) && (
        <Button type="text" data-testid="listenings-clear" onClick={() => apply(NO_FILTERS)}>
          {t('calls.clear')}
        </Button>
      )}
    </form>
  );
}

function useColumns(sort: Filters['sort'], onSort: (sort: Filters['sort']) => void): Column<Listening>[] {
  const t = useText();
  const label = useLabel();
  const head = heads(sort, '-time', onSort);
  const nameOf = usePersonName();
  return [
    { title: t('audit.at'), key: 'time', width: 170, sort: head('time', true), render: (l) => <span className="clock">{dateTime(l.at, true)}</span> },
    {
      title: t('audit.actor'),
      key: 'actor',
      sort: head('actor'),
      render: (l) => (
        <>
          <b>{nameOf(l.actor)}</b> <span className="soft small">{[label('role', l.role), l.remote].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    { title: t('listenings.what'), key: 'what', render: (l) => <What of={l} /> },
    { title: t('why.reason'), key: 'reason', render: (l) => (l.reason ? l.reason : <span className="soft">–</span>) },
    {
      title: t('listenings.heard'),
      key: 'heard',
      width: 170,
      align: 'right',
      sort: head('heard', true),
      render: (l) =>
        l.download || l.text ? (
          <span className="tag">{t(takenAs(l))}</span>
        ) : (
          <>
            <span className="clock" title={l.heard.map((s) => `${clock(s.from_ms)}–${clock(s.until_ms)}`).join(', ')}>
              {clock(l.heard_ms)} / {clock(l.length_ms)}
            </span>{' '}
            {/* The player says what was heard; a program says nothing. */}
            <span className="soft small">{t('listenings.sent', { time: clock(l.sent_ms) })}</span>
          </>
        ),
    },
  ];
}

/** Of which call it is, and of which tickets. */
function What({ of }: { of: Listening }) {
  const t = useText();
  const tickets = of.ticket ? [of.ticket] : of.tickets;
  return (
    <>
      {of.call ? (
        <Link className="code" to={`/calls/${encodeURIComponent(of.call)}`}>
          {of.call}
        </Link>
      ) : (
        <code>{of.recording}</code>
      )}{' '}
      {of.what === 'message' && <span className="soft">{t('tickets.message')}</span>}{' '}
      {tickets.map((code) => (
        <Link key={code} className="code" to={`/tickets/${code}`}>
          {code}
        </Link>
      ))}
    </>
  );
}
