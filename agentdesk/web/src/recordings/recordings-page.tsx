import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listFlawed } from '../api/staff';
import type { FlawedRecording } from '../api/types';
import { isAside } from '../calls/aside';
import { clock, clockUp, dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { endsFirst } from '../lists/address';
import { Exports } from '../lists/exports';
import { heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { part } from '../shell/part';
import { useFilters } from '../shell/use-filters';
import { FLAWS, isFiltered, readFilters, STATES, toQuery, writeFilters, type Filters } from './filters';

const Days = part(() => import('../calls/days'), (m) => m.default);

/** Recordings that fall short of what was promised, for those who answer for them. */
export default function RecordingsPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const address = writeFilters(filters).toString();
  const recordings = useQuery({
    queryKey: ['flawed-recordings', address],
    queryFn: ({ signal }) => listFlawed(toQuery(filters), signal),
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === '' ? 30_000 : false,
  });
  const go = (next: Filters) => setSearch(writeFilters(next));
  const columns = useColumns(filters.sort, (sort) => go({ ...filters, sort, cursor: '' }));
  const next = recordings.data?.next ?? '';
  return (
    <div className="page" data-testid="recordings-page">
      <div className="list-head">
        <h1>{t('flaws.heading')}</h1>
        <Exports path="/recordings" query={toQuery(filters)} />
      </div>
      <p className="soft page-hint">{t('flaws.intro')}</p>
      <FlawFilter filters={filters} onChange={go} />
      <List<FlawedRecording>
        testId="recordings-table"
        label={t('flaws.heading')}
        columns={columns}
        query={recordings}
        rows={recordings.data?.items ?? []}
        rowKey={(r) => r.id}
        empty={t(endsFirst(toQuery(filters)) ? 'lists.endsFirst' : isFiltered(filters) ? 'flaws.empty' : 'flaws.none')}
        row={(r) => ({ 'data-testid': `recording-${r.id}`, 'data-flaws': r.flaws.join(' ') })}
      />
      <Pager testId="recordings-next" cursor={filters.cursor} next={next} onGo={(cursor) => go({ ...filters, cursor })} />
    </div>
  );
}

function FlawFilter({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const t = useText();
  const label = useLabel();
  const { draft, apply, form } = useFilters(filters, onChange);
  return (
    <form {...form}>
      <Suspense fallback={<span className="filter-days" />}>
        <Days since={draft.since} until={draft.until} onChange={(since, until) => apply({ since, until })} />
      </Suspense>
      <ChoiceFilter
        testId="recordings-flaw"
        label={t('flaws.what')}
        any={t('flaws.any')}
        value={draft.flaw}
        options={FLAWS.map((flaw) => ({ value: flaw, label: label('flaw', flaw) }))}
        onChoose={(flaw) => apply({ flaw })}
      />
      <ChoiceFilter
        testId="recordings-state"
        label={t('flaws.state')}
        any={t('flaws.anyState')}
        value={draft.state}
        options={STATES.map((state) => ({ value: state, label: label('recordingstate', state) }))}
        onChoose={(state) => apply({ state })}
      />
      {isFiltered(filters) && (
        <Button type="text" data-testid="recordings-clear" onClick={() => apply({ flaw: '', state: '', since: '', until: '' })}>
          {t('calls.clear')}
        </Button>
      )}
    </form>
  );
}

function useColumns(sort: Filters['sort'], onSort: (sort: Filters['sort']) => void): Column<FlawedRecording>[] {
  const t = useText();
  const label = useLabel();
  const head = heads(sort, '-time', onSort);
  return [
    { title: t('flaws.time'), key: 'time', width: 150, sort: head('time', true), render: (r) => <span className="clock">{dateTime(r.begun_at)}</span> },
    {
      title: t('flaws.what'),
      key: 'what',
      sort: head('flaws'),
      main: true,
      render: (r) => (
        <>
          {r.flaws.map((flaw) => (
            <span key={flaw} className="tag tag-urgent">
              {label('flaw', flaw)}
            </span>
          ))}
          {r.spool_fault && <span className="soft small"> {label('spoolfault', r.spool_fault)}</span>}
          {r.left_ms !== r.right_ms && (
            <span className="soft small"> {t('flaws.sides', { left: clock(r.left_ms), right: clock(r.right_ms) })}</span>
          )}
        </>
      ),
    },
    {
      title: t('flaws.call'),
      key: 'call',
      render: (r) => (
        <>
          <Link to={`/calls/${encodeURIComponent(r.call)}`}>{dateTime(r.call_started_at)}</Link>
          {isAside(r.leg) && <span className="soft small"> {t('flaws.consultation')}</span>}
        </>
      ),
    },
    { title: t('flaws.operator'), key: 'operator', width: 180, sort: head('operator'), render: (r) => r.operator_name || <span className="soft">–</span> },
    { title: t('flaws.length'), key: 'length', width: 100, align: 'right', sort: head('length', true), render: (r) => <span className="clock">{clock(r.duration_ms)}</span> },
    {
      title: t('flaws.missing'),
      key: 'missing',
      width: 120,
      align: 'right',
      sort: head('missing', true),
      render: (r) => (r.missing_ms > 0 ? <span className="clock">{clockUp(r.missing_ms)}</span> : <span className="soft">–</span>),
    },
    { title: t('flaws.state'), key: 'state', width: 150, sort: head('state'), render: (r) => label('recordingstate', r.state) },
  ];
}
