import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { Suspense, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { retentionRules } from '../api/retention';
import { useText } from '../i18n';
import { part } from '../shell/part';
import { ErrorState, PageLoading } from '../shell/states';
import { PlansPart } from './plans-part';
import './retention.css';

// What is not seen at first comes when it is asked for.
const HoldsPart = part(() => import('./holds-part'), (m) => m.HoldsPart);
const PlanView = part(() => import('./plan-view'), (m) => m.PlanView);

type Part = 'plans' | 'holds';

/** How long recordings are kept, what is going to be deleted and was, and what the law keeps. */
export default function RetentionPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const plan = search.get('plan') ?? '';
  const part: Part = search.get('part') === 'holds' ? 'holds' : 'plans';
  if (plan)
    return (
      <Suspense fallback={<PageLoading />}>
        <PlanView key={plan} id={plan} />
      </Suspense>
    );
  return (
    <div className="page" data-testid="retention-page">
      <div className="page-head">
        <h1>{t('retention.title')}</h1>
        <Segmented<Part>
          aria-label={t('retention.part')}
          value={part}
          onChange={(next) => setSearch(next === 'holds' ? { part: next } : {})}
          options={[
            { value: 'plans', label: t('retention.plans') },
            { value: 'holds', label: <span data-testid="retention-holds">{t('retention.holds')}</span> },
          ]}
        />
      </div>
      <Rules />
      <BelowRules>
        <Suspense fallback={<PageLoading />}>{part === 'plans' ? <PlansPart /> : <HoldsPart />}</Suspense>
      </BelowRules>
    </div>
  );
}

/** Asked for at once, and shown when it is known how high the rules are. */
function BelowRules({ children }: { children: ReactNode }) {
  return <div hidden={useRules().isPending}>{children}</div>;
}

function useRules() {
  return useQuery({ queryKey: ['retention-rules'], queryFn: ({ signal }) => retentionRules(signal), staleTime: 60_000 });
}

/** The configuration's rules in force. */
function Rules() {
  const t = useText();
  const rules = useRules();
  return (
    <section className="panel retention-rules" data-testid="retention-rules" aria-label={t('retention.rules')} aria-busy={rules.isPending}>
      <h2>{t('retention.rules')}</h2>
      {rules.isError && !rules.data && <ErrorState within error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && (
        <>
          <ul className="plain">
            <li>{t('retention.general', { n: rules.data.months })}</li>
            {rules.data.rules.map((rule) => (
              <li key={rule.name}>{t('retention.rule', { name: rule.name, n: rule.months })}</li>
            ))}
          </ul>
          <p className="soft small">{t('retention.rulesHow')}</p>
          <p>{rules.data.deletes ? t('retention.deletes', { n: rules.data.notice_days }) : t('retention.keeps')}</p>
        </>
      )}
    </section>
  );
}
