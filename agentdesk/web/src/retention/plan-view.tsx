import ArrowLeftOutlined from '@ant-design/icons-svg/es/asn/ArrowLeftOutlined';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { ApiError } from '../api/client';
import { usePersonName } from '../api/queries';
import { certificateAddress, getPlan, listItems, stopPlan, type DeletionItem, type DeletionPlan, type ItemsQuery } from '../api/retention';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { isAside } from '../calls/aside';
import { clock, dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { withParts } from '../lists/address';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter } from '../shell/filters';
import { Icon } from '../shell/icon';
import { Pager } from '../shell/pager';
import { ErrorState, NotFound, PageLoading } from '../shell/states';
import { day, ruleName } from './days';
import { result, Span } from './plans-part';
import { ReasonForm } from './reason-form';

const SORTS = bothWays('recorded', 'until', 'length');
const OUTCOMES = ['waits', 'deleted', 'held', 'kept', 'locked'] as const;

/** One plan of deletion: by which rules, what became of it, its certificate, and each of its recordings. */
export function PlanView({ id }: { id: string }) {
  const t = useText();
  const plan = useQuery({ queryKey: ['deletion-plans', 'one', id], queryFn: ({ signal }) => getPlan(id, signal) });
  if (plan.isPending) return <PageLoading />;
  if (plan.isError && !plan.data) {
    if (plan.error instanceof ApiError && plan.error.status === 404) return <NotFound title={t('retention.unknown')} back={{ to: '/retention', label: 'retention.back' }} />;
    return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  }
  return (
    <div className="page" data-testid="plan-page" data-state={plan.data.state}>
      <h1>
        <Link className="back" to="/retention" aria-label={t('retention.back')}>
          <Icon of={ArrowLeftOutlined} />
        </Link>
        {t('retention.plan', { day: day(plan.data.due_at) })}
      </h1>
      <Facts plan={plan.data} />
      <Items plan={plan.data} />
    </div>
  );
}

function Facts({ plan }: { plan: DeletionPlan }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const { user } = useSession();
  return (
    <section className="panel">
      <dl className="facts">
        <div>
          <dt>{t('retention.state')}</dt>
          <dd data-testid="plan-state">
            {label('deletionstate', plan.state)}
            {plan.stopped_at && <span className="soft"> {t('retention.stoppedBy', { name: nameOf(plan.stopped_by), at: dateTime(plan.stopped_at), reason: plan.stop_reason })}</span>}
          </dd>
        </div>
        <div>
          <dt>{t('retention.announced')}</dt>
          <dd>{dateTime(plan.announced_at)}</dd>
        </div>
        <div>
          <dt>{t('retention.due')}</dt>
          <dd>{dateTime(plan.due_at)}</dd>
        </div>
        <div>
          <dt>{t('retention.byRule')}</dt>
          <dd>
            <ul className="plain">
              {plan.rules.map((rule) => (
                <li key={rule.rule}>
                  {ruleName(t, rule.rule)}: <b>{rule.recordings}</b> {rule.first && <Span first={rule.first} last={rule.last} />} <span className="soft">{result(rule, t)}</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
        <div>
          <dt>{t('retention.certificate')}</dt>
          <dd data-testid="plan-certificate">
            {plan.certificate ? (
              <>
                <a href={certificateAddress(plan.id)} download>
                  {t('retention.takeCertificate')}
                </a>{' '}
                <span className="soft small sum">{[t('retention.certified', { sum: plan.certificate }), plan.manifest && t('retention.inManifest', { day: plan.manifest.split('-').reverse().join('/') })].filter(Boolean).join(', ')}</span>
              </>
            ) : (
              <span className="soft">{t('retention.noCertificate')}</span>
            )}
          </dd>
        </div>
      </dl>
      {plan.state === 'announced' && may(user, 'hold') && <ReasonForm id="plan-stop" label={t('retention.stop')} hint={t('retention.stopHow')} act={(reason) => stopPlan(plan.id, reason)} />}
    </section>
  );
}

function Items({ plan }: { plan: DeletionPlan }) {
  const t = useText();
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const sort = sortFrom(SORTS, search.get('sort'));
  const outcome = OUTCOMES.find((one) => one === search.get('outcome')) ?? '';
  const rule = search.get('rule') ?? '';
  const held = search.get('held') === 'true';
  const cursor = search.get('cursor') ?? '';
  const asked: ItemsQuery = { plan: plan.id, limit: 50, ...(outcome && { outcome }), ...(rule && { rule }), ...(held && { held }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const items = useQuery({ queryKey: ['deletion-items', asked], queryFn: ({ signal }) => listItems(asked, signal), placeholderData: keepPreviousData });
  const ask = (part: Readonly<Record<string, string>>) => setSearch(withParts(search, part), { replace: true });
  const head = heads(sort, 'recorded', (next) => ask({ sort: next }));
  const columns: Column<DeletionItem>[] = [
    {
      key: 'call',
      title: t('retention.call'),
      main: true,
      sort: head('recorded', true),
      render: (i) => (
        <>
          <Link to={`/calls/${encodeURIComponent(i.call)}`}>{dateTime(i.recorded_at)}</Link>
          {isAside(i.leg) && <span className="soft small"> {t('flaws.consultation')}</span>}
        </>
      ),
    },
    { key: 'tickets', title: t('tickets.title'), render: (i) => i.tickets.map((code) => <Link key={code} className="code" to={`/tickets/${code}`}>{code}</Link>) },
    { key: 'rule', title: t('retention.ruleOf'), render: (i) => ruleName(t, i.rule) },
    { key: 'until', title: t('retention.until'), width: 150, sort: head('until', true), render: (i) => <span className="clock">{dateTime(i.keep_until)}</span> },
    { key: 'length', title: t('retention.length'), width: 90, align: 'right', sort: head('length', true), render: (i) => <span className="clock">{clock(i.duration_ms)}</span> },
    {
      key: 'result',
      title: t('retention.result'),
      width: 190,
      render: (i) => (i.held && i.outcome === 'waits' ? <span className="tag tag-secret">{t('hold.held')}</span> : label('deletionoutcome', i.outcome)),
    },
  ];
  return (
    <section>
      <div className="list-head">
        <h2>{t('retention.items')}</h2>
        <ChoiceFilter testId="items-outcome" label={t('retention.result')} any={t('retention.result')} value={outcome} options={OUTCOMES.map((one) => ({ value: one, label: label('deletionoutcome', one) }))} onChoose={(one) => ask({ outcome: one })} />
        <ChoiceFilter testId="items-rule" label={t('retention.ruleOf')} any={t('retention.ruleOf')} value={rule} options={plan.rules.map((one) => ({ value: one.rule, label: ruleName(t, one.rule) }))} onChoose={(one) => ask({ rule: one })} />
        <label>
          <input type="checkbox" data-testid="items-held" checked={held} onChange={(event) => ask({ held: event.target.checked ? 'true' : '' })} /> {t('retention.onlyHeld')}
        </label>
        <Exports path="/deletion-items" query={{ ...asked }} />
      </div>
      <List<DeletionItem>
        testId="items-table"
        label={t('retention.items')}
        columns={columns}
        query={items}
        rows={items.data?.items ?? []}
        rowKey={(i) => i.recording}
        empty={t('retention.noItems')}
        row={(i) => ({ 'data-testid': `item-${i.recording}`, 'data-call': i.call, 'data-held': i.held, 'data-outcome': i.outcome })}
      />
      <Pager testId="items-next" cursor={cursor} next={items.data?.next ?? ''} onGo={(next) => ask({ cursor: next })} />
    </section>
  );
}
