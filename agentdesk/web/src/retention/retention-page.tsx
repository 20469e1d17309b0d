import { useQuery } from '@tanstack/react-query';
import { Suspense, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { retentionRules } from '../api/retention';
import { useText } from '../i18n';
import { part } from '../shell/part';
import { ErrorState, PageLoading } from '../shell/states';
import { PlansPart } from './plans-part';
import '../lists/views.css';
import './retention.css';

// What is not seen at first comes when it is asked for.
const HoldsPart = part(() => import('./holds-part'), (m) => m.HoldsPart);
const PlanView = part(() => import('./plan-view'), (m) => m.PlanView);

const PARTS = ['plans', 'holds'] as const;

/** How long recordings are kept, what is going to be deleted and was, and what the law keeps. */
export default function RetentionPage() {
  const t = useText();
  const [search] = useSearchParams();
  const plan = search.get('plan') ?? '';
  const shown = search.get('part') === 'holds' ? 'holds' : 'plans';
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
        <nav className="views" aria-label={t('retention.part')}>
          {PARTS.map((name) => (
            <Link key={name} to={name === 'holds' ? '/retention?part=holds' : '/retention'} aria-current={name === shown ? 'page' : undefined} data-testid={`retention-part-${name}`}>
              {t(`retention.${name}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Rules />
      <BelowRules>
        <Suspense fallback={<PageLoading />}>{shown === 'plans' ? <PlansPart /> : <HoldsPart />}</Suspense>
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
