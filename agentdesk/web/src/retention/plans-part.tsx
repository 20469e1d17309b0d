import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { listPlans, type DeletionPlan, type PlansQuery } from '../api/retention';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { endsFirst, withParts } from '../lists/address';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { part } from '../shell/part';
import { bounds, day, dayOf, ruleName } from './days';

const Days = part(() => import('../calls/days'), (m) => m.default);

const SORTS = bothWays('announced', 'due');
const STATES = ['open', 'stopped', 'done'] as const;

/** What is going to be deleted, and when; what was, and what was stopped. */
export function PlansPart() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const sort = sortFrom(SORTS, search.get('sort'));
  const state = STATES.find((one) => one === search.get('state')) ?? '';
  const cursor = search.get('cursor') ?? '';
  const asked: PlansQuery = { limit: 50, ...bounds(search), ...(state && { state }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const plans = useQuery({ queryKey: ['deletion-plans', asked], queryFn: ({ signal }) => listPlans(asked, signal), placeholderData: keepPreviousData });
  const [since, until] = [dayOf(search, 'since'), dayOf(search, 'until')];
  const ask = (part: Readonly<Record<string, string>>) => setSearch(withParts(search, part));
  const head = heads(sort, '-announced', (next) => ask({ sort: next }));
  const columns: Column<DeletionPlan>[] = [
    { key: 'due', title: t('retention.due'), width: 130, main: true, sort: head('due', true), render: (p) => <Link to={`/retention?plan=${p.id}`}>{day(p.due_at)}</Link> },
    { key: 'announced', title: t('retention.announced'), width: 150, sort: head('announced', true), render: (p) => <span className="clock">{dateTime(p.announced_at)}</span> },
    { key: 'state', title: t('retention.state'), width: 140, render: (p) => <span className={p.state === 'announced' || p.state === 'under_way' ? 'tag tag-waits' : 'tag'}>{label('deletionstate', p.state)}</span> },
    { key: 'recordings', title: t('retention.recordings'), width: 90, align: 'right', render: (p) => p.recordings },
    { key: 'made', title: t('retention.made'), render: (p) => <Span first={p.first} last={p.last} /> },
    { key: 'rules', title: t('retention.byRule'), render: (p) => p.rules.map((r) => `${ruleName(t, r.rule)}: ${r.recordings}`).join(' · ') },
    { key: 'result', title: t('retention.result'), render: (p) => result(p, t) },
  ];
  return (
    <section data-testid="retention-plans">
      <div className="list-head">
        <Suspense fallback={<span className="filter-days" />}>
          <Days since={since} until={until} onChange={(from, to) => ask({ since: from, until: to })} />
        </Suspense>
        <ChoiceFilter testId="plans-state" label={t('retention.state')} any={t('retention.anyState')} value={state} options={STATES.map((one) => ({ value: one, label: label('deletionstate', one) }))} onChoose={(one) => ask({ state: one })} />
        {(state || since || until) && (
          <Button type="text" data-testid="plans-clear" onClick={() => ask({ state: '', since: '', until: '' })}>
            {t('calls.clear')}
          </Button>
        )}
        <Exports path="/deletion-plans" query={{ ...asked }} />
      </div>
      <List<DeletionPlan>
        testId="plans-table"
        label={t('retention.plans')}
        columns={columns}
        query={plans}
        rows={plans.data?.items ?? []}
        rowKey={(p) => p.id}
        empty={t(endsFirst(asked) ? 'lists.endsFirst' : state || since || until ? 'retention.noneMatch' : 'retention.none')}
        row={(p) => ({ 'data-testid': `plan-${p.id}`, 'data-state': p.state, 'data-held': p.held })}
        onOpen={(p) => void navigate(`/retention?plan=${p.id}`)}
      />
      <Pager testId="plans-next" cursor={cursor} next={plans.data?.next ?? ''} onGo={(next) => ask({ cursor: next })} />
    </section>
  );
}

/** From the first to the last day on which something of it was recorded. */
export function Span({ first, last }: { first: string | null; last: string | null }) {
  if (!first || !last) return <span className="soft">–</span>;
  return (
    <span className="clock">
      {day(first)}–{day(last)}
    </span>
  );
}

/** What became of a plan, or what a hold saves of it; '': nothing yet. */
export function result(p: Pick<DeletionPlan, 'deleted' | 'spared' | 'held'>, t: ReturnType<typeof useText>): string {
  return [p.deleted + p.spared > 0 && t('retention.counts', { deleted: p.deleted, spared: p.spared }), p.held > 0 && t('retention.heldCount', { n: p.held })].filter(Boolean).join(' · ');
}
