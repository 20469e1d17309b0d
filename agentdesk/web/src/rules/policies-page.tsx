import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePersonName } from '../api/queries';
import { allPolicies, withdrawPolicy, type PoliciesQuery, type Policy } from '../api/rules';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { faultsOf } from '../forms/faults';
import { useKept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { actorName } from '../shell/actor';
import { ErrorState, PageLoading } from '../shell/states';
import { dayText } from '../forms/day';
import { today } from './dates';
import { amountOf, draftOf } from './policy-draft';
import { PolicyForm } from './policy-form';
import './rules.css';

const SORTS = bothWays('terms_name', 'from', 'saved');
/** They come with the last to hold first. */
const USUAL: PoliciesQuery = { sort: '-from' };

/** The terms that tickets are received under: those that hold, those that held, those that will. */
export default function PoliciesPage() {
  const policies = useQuery({ queryKey: ['policies', USUAL], queryFn: ({ signal }) => allPolicies(USUAL, signal) });
  if (policies.isPending) return <PageLoading />;
  const newest = policies.data?.[0];
  if (!policies.data || !newest) return <ErrorState error={policies.error} onRetry={() => void policies.refetch()} />;
  return <Policies key={newest.version} policies={policies.data} newest={newest} />;
}

function Policies({ policies, newest }: { policies: readonly Policy[]; newest: Policy }) {
  const t = useText();
  const { user } = useSession();
  const changes = may(user, 'manage');
  const sought = useSought(SORTS);
  const asked: PoliciesQuery = { ...USUAL, ...sought.asked };
  const [begin] = useState(() => draftOf(newest));
  // Terms have no number: when the newest were written tells them apart.
  const was = Date.parse(newest.at);
  const draft = useKept('policy', was, begin);
  const [writing, setWriting] = useState(draft.again);
  const [looking, setLooking] = useState('');
  const looked = policies.find((policy) => (looking === '' ? policy.holds : policy.version === looking)) ?? newest;
  return (
    <div className="page page-narrow" data-testid="policies-page" data-holds={policies.find((policy) => policy.holds)?.version}>
      <div className="list-head">
        <h1>{t('policy.heading')}</h1>
        <Exports path="/policies" query={asked} />
        {changes && !writing && (
          <button type="button" className="form-button form-main" data-testid="rules-new" onClick={() => setWriting(true)}>
            {t('policy.new')}
          </button>
        )}
      </div>
      <p className="page-note">{t('policy.about')}</p>
      {writing && <PolicyForm draft={draft} begin={begin} was={was} onKept={(kept) => setLooking(kept.version)} onCancel={() => setWriting(false)} />}
      <Search testId="policies-search" of={sought} />
      <Kept asked={asked} head={heads(sought.sort, '-from', (next) => sought.ask('sort', next))} looked={looked} changes={changes} onLook={setLooking} />
      <Terms policy={looked} />
    </div>
  );
}

interface KeptProps {
  asked: PoliciesQuery;
  head: ReturnType<typeof heads<(typeof SORTS)[number]>>;
  looked: Policy;
  changes: boolean;
  onLook: (version: string) => void;
}

function Kept({ asked, head, looked, changes, onLook }: KeptProps) {
  const t = useText();
  const nameOf = usePersonName();
  const queries = useQueryClient();
  const [sure, setSure] = useState('');
  const found = useQuery({ queryKey: ['policies', asked], queryFn: ({ signal }) => allPolicies(asked, signal), placeholderData: keepPreviousData });
  const withdraw = useMutation({ mutationFn: withdrawPolicy, onSettled: () => queries.invalidateQueries({ queryKey: ['policies'] }) });
  const faults = withdraw.error && faultsOf(withdraw.error);
  const columns: Column<Policy>[] = [
    { key: 'version', title: t('policy.version'), width: 170, sort: head('terms_name'), render: (p) => p.version },
    { key: 'from', title: t('policy.from'), width: 110, sort: head('from', true), render: (p) => <span className="clock">{dayText(p.from)}</span> },
    { key: 'author', title: t('calendar.author'), width: 230, sort: head('saved', true), render: (p) => `${actorName(t, p.author, nameOf(p.author))} ${dateTime(p.at)}` },
    { key: 'note', title: t('calendar.note'), render: (p) => p.note },
    {
      key: 'act',
      title: t('calendar.use'),
      width: 260,
      render: (p) => (
        <span className="policy-act">
          {p.holds && <span className="tag tag-live">{t('calendar.now')}</span>}
          <button type="button" className="form-button" data-testid={`policy-look-${p.version}`} aria-label={`${t('policy.look')}: ${p.version}`} disabled={p.version === looked.version} onClick={() => onLook(p.version)}>
            {t('policy.look')}
          </button>
          {changes && p.from > today() && (
            <button
              type="button"
              className="form-button"
              data-testid={sure === p.from ? 'policy-withdraw-yes' : 'policy-withdraw'}
              aria-label={`${t(sure === p.from ? 'policy.withdrawYes' : 'policy.withdraw')}: ${p.version}`}
              disabled={withdraw.isPending}
              onClick={() => {
                if (sure === p.from) withdraw.mutate(p.from);
                setSure(sure === p.from ? '' : p.from);
              }}
            >
              {t(sure === p.from ? 'policy.withdrawYes' : 'policy.withdraw')}
            </button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      {faults && (
        <p className="fault" role="alert">
          {faults.failed ? t('forms.failed') : faults.said}
        </p>
      )}
      <List<Policy>
        testId="policies-table"
        label={t('policy.heading')}
        columns={columns}
        query={found}
        rows={found.data ?? []}
        rowKey={(p) => p.version}
        empty={t('lists.notFound')}
        row={(p) => ({ 'data-testid': `policy-${p.version}`, 'data-holds': p.holds })}
      />
    </>
  );
}

/** What a policy says. */
function Terms({ policy }: { policy: Policy }) {
  const t = useText();
  const label = useLabel();
  return (
    <section data-testid="policy-terms" data-version={policy.version}>
      <h2 className="page-part">{t('policy.of', { version: policy.version })}</h2>
      <ul className="plain panel">
        {policy.rules.map((rule) => {
          const { amount, measure } = amountOf(rule);
          return (
            <li key={rule.clock}>
              {label('term', rule.clock)}: <b>{t('policy.amount', { n: amount, measure: label('measure', measure) })}</b>
              {rule.warn_minutes ? ` · ${t('policy.warned', { n: rule.warn_minutes })}` : ''} <span className="soft">{rule.clause}</span>
            </li>
          );
        })}
        {policy.readings.map((reading) => (
          <li key={reading.question}>
            {label('question', reading.question)}: <b>{label('reading', reading.answer)}</b> <span className="soft">{reading.clause}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
