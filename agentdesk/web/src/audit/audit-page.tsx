import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { usePersonName } from '../api/queries';
import { listAudit } from '../api/staff';
import type { AuditEntry } from '../api/types';
import { dateTime } from '../desk/time';
import { useLabel, useLanguage, useText } from '../i18n';
import { endsFirst } from '../lists/address';
import { Exports } from '../lists/exports';
import { heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { actorName } from '../shell/actor';
import { ChoiceFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { part } from '../shell/part';
import { useFilters } from '../shell/use-filters';
import { About } from './about';
import { ACTIONS, isFiltered, readFilters, toQuery, writeFilters, type Filters } from './filters';

const Days = part(() => import('../calls/days'), (m) => m.default);

/** Who did what: every listening to a call or a recording, every change of what people may do. */
export default function AuditPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const address = writeFilters(filters).toString();
  const entries = useQuery({
    queryKey: ['audit', address, useLanguage()], // the server says the details
    queryFn: ({ signal }) => listAudit(toQuery(filters), signal),
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === '' ? 10_000 : false,
  });
  const go = (next: Filters) => setSearch(writeFilters(next));
  const columns = useColumns(filters.sort, (sort) => go({ ...filters, sort, cursor: '' }));
  const next = entries.data?.next ?? '';
  return (
    <div className="page" data-testid="audit-page">
      <div className="list-head">
        <h1>{t('audit.heading')}</h1>
        <Exports path="/audit" query={toQuery(filters)} />
      </div>
      <AuditFilter filters={filters} onChange={go} />
      <List<AuditEntry>
        testId="audit-table"
        label={t('audit.heading')}
        columns={columns}
        query={entries}
        rows={entries.data?.items ?? []}
        rowKey={(e) => e.id}
        empty={t(endsFirst(toQuery(filters)) ? 'lists.endsFirst' : 'audit.empty')}
        row={(e) => ({ 'data-testid': `audit-${e.id}`, 'data-action': e.action, 'data-actor': e.actor })}
      />
      <Pager testId="audit-next" cursor={filters.cursor} next={next} onGo={(cursor) => go({ ...filters, cursor })} />
    </div>
  );
}

function AuditFilter({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const t = useText();
  const label = useLabel();
  const { draft, apply, type, leave, form } = useFilters(filters, onChange);
  return (
    <form {...form}>
      <Suspense fallback={<span className="filter-days" />}>
        <Days since={draft.since} until={draft.until} onChange={(since, until) => apply({ since, until })} />
      </Suspense>
      <Input
        className="filter-number"
        data-testid="audit-actor"
        aria-label={t('audit.actor')}
        placeholder={t('audit.actor')}
        allowClear
        value={draft.actor}
        onChange={(event) => type({ actor: event.target.value })}
        onBlur={() => leave('actor')}
      />
      <ChoiceFilter<string>
        testId="audit-action"
        label={t('audit.action')}
        any={t('audit.anyAction')}
        value={draft.action}
        options={ACTIONS.map((action) => ({ value: action, label: label('act', action) }))}
        onChoose={(action) => apply({ action })}
      />
      <Input
        className="filter-number"
        data-testid="audit-object"
        aria-label={t('audit.object')}
        placeholder={t('audit.objectHint')}
        allowClear
        value={draft.object}
        onChange={(event) => type({ object: event.target.value })}
        onBlur={() => leave('object')}
      />
      <Button type="primary" htmlType="submit" data-testid="audit-apply">
        {t('calls.apply')}
      </Button>
      {isFiltered(filters) && (
        <Button type="text" onClick={() => apply({ actor: '', action: '', object: '', since: '', until: '' })}>
          {t('calls.clear')}
        </Button>
      )}
    </form>
  );
}

function useColumns(sort: Filters['sort'], onSort: (sort: Filters['sort']) => void): Column<AuditEntry>[] {
  const t = useText();
  const head = heads(sort, '-time', onSort);
  const nameOf = usePersonName();
  return [
    { title: t('audit.at'), key: 'time', width: 170, sort: head('time', true), render: (e) => <span className="clock">{dateTime(e.at, true)}</span> },
    { title: t('audit.actor'), key: 'actor', width: 160, sort: head('actor'), render: (e) => <b>{actorName(t, e.actor, nameOf(e.actor))}</b> },
    { title: t('audit.action'), key: 'action', width: 230, sort: head('action'), render: (e) => <ActionName action={e.action} /> },
    { title: t('audit.object'), key: 'object', width: 230, sort: head('object'), render: (e) => <About object={e.object} call={e.call_id} /> },
    { title: t('audit.detail'), key: 'detail', render: (e) => <span className="soft small audit-detail">{e.says}</span> },
  ];
}

/** What is done, in words; what we have none for as it is kept, but legible. */
function ActionName({ action }: { action: string }) {
  const label = useLabel();
  const known = label('act', action);
  return <span title={action}>{known === action ? action.replaceAll('_', ' ').replaceAll('.', ' · ') : known}</span>;
}
