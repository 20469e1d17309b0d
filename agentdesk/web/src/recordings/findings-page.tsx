import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listFindings } from '../api/staff';
import type { RecordingFinding } from '../api/types';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { isFiltered, KINDS, readFilters, toQuery, writeFilters, type Filters } from './finding-filters';

/** What rows, spools and bucket did not agree in when they were last compared, for those who answer for them. */
export default function FindingsPage() {
  const t = useText();
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const findings = useQuery({
    queryKey: ['recording-findings', writeFilters(filters).toString()],
    queryFn: ({ signal }) => listFindings(toQuery(filters), signal),
    placeholderData: keepPreviousData,
  });
  const go = (next: Filters) => setSearch(writeFilters(next));
  const columns = useColumns(filters.sort, (sort) => go({ ...filters, sort, cursor: '' }));
  return (
    <div className="page" data-testid="findings-page">
      <div className="list-head">
        <h1>{t('findings.heading')}</h1>
        <Exports path="/recording-findings" query={toQuery(filters)} />
      </div>
      <p className="soft page-hint">{t('findings.intro')}</p>
      <div className="filters">
        <ChoiceFilter
          testId="findings-kind"
          label={t('findings.what')}
          any={t('findings.any')}
          value={filters.kind}
          options={KINDS.map((kind) => ({ value: kind, label: label('finding', kind) }))}
          onChoose={(kind) => go({ ...filters, kind, cursor: '' })}
        />
      </div>
      <List<RecordingFinding>
        testId="findings-table"
        label={t('findings.heading')}
        columns={columns}
        query={findings}
        rows={findings.data?.items ?? []}
        rowKey={(f) => String(f.id)}
        empty={t(isFiltered(filters) ? 'findings.empty' : 'findings.none')}
        row={(f) => ({ 'data-testid': `finding-${f.id}`, 'data-kind': f.kind })}
      />
      <Pager testId="findings-next" cursor={filters.cursor} next={findings.data?.next ?? ''} onGo={(cursor) => go({ ...filters, cursor })} />
    </div>
  );
}

function useColumns(sort: Filters['sort'], onSort: (sort: Filters['sort']) => void): Column<RecordingFinding>[] {
  const t = useText();
  const label = useLabel();
  const head = heads(sort, '-since', onSort);
  return [
    { title: t('findings.since'), key: 'since', width: 150, sort: head('since', true), render: (f) => <span className="clock">{dateTime(f.since)}</span> },
    {
      title: t('findings.what'),
      key: 'what',
      main: true,
      sort: head('kind'),
      render: (f) => (
        <>
          <span className="tag tag-urgent">{label('finding', f.kind)}</span>
          {f.detail !== '' && <span className="soft small"> {f.detail}</span>}
        </>
      ),
    },
    {
      title: t('findings.thing'),
      key: 'thing',
      render: (f) => (
        <>
          {f.call !== '' && <Link to={`/calls/${encodeURIComponent(f.call)}`}>{f.call}</Link>}
          <span className="soft small"> {f.object || f.file}</span>
        </>
      ),
    },
    { title: t('findings.node'), key: 'node', width: 120, render: (f) => f.node },
    { title: t('findings.found'), key: 'found', width: 150, sort: head('found', true), render: (f) => <span className="clock">{dateTime(f.found_at)}</span> },
  ];
}
