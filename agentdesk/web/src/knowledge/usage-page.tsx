import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { articleGaps, articleUsage, settleGap } from '../api/knowledge';
import { usePersonName } from '../api/queries';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import './knowledge.css';

/** What of the knowledge base is used, and what is missing in it. */
export default function UsagePage() {
  const t = useText();
  return (
    <div className="page page-narrow" data-testid="usage-page">
      <p>
        <Link to="/articles">{t('article.back')}</Link>
      </p>
      <h1>{t('usage.heading')}</h1>
      <Gaps />
      <MostUsed />
    </div>
  );
}

function Gaps() {
  const t = useText();
  const person = usePersonName();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { user } = useSession();
  const gaps = useQuery({ queryKey: ['article-gaps'], queryFn: ({ signal }) => articleGaps(signal) });
  const settle = useMutation({ mutationFn: settleGap, onSettled: () => queries.invalidateQueries({ queryKey: ['article-gaps'] }) });
  if (gaps.isError) return <ErrorState within error={gaps.error} onRetry={() => void gaps.refetch()} />;
  const items = gaps.data ?? [];
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys where it is wider than the screen
    <section className="kb-scroll" aria-label={t('usage.gaps')} tabIndex={0} aria-busy={gaps.isPending}>
      <h2>{t('usage.gaps')}</h2>
      <table className="kb-table" data-testid="gaps-table" data-count={items.length}>
        <thead>
          <tr>
            <th scope="col">{t('usage.typed')}</th>
            <th scope="col">{t('usage.times')}</th>
            <th scope="col">{t('usage.last')}</th>
            <th scope="col">{t('usage.act')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((gap) => (
            <tr key={gap.id} data-testid={`gap-${gap.id}`}>
              <td>{gap.typed}</td>
              <td className="number">{gap.times}</td>
              <td>
                {dateTime(gap.last_at)} · {person(gap.last_by)}
              </td>
              <td>
                {may(user, 'write') && (
                  <span className="tags">
                    <Button size="small" aria-label={t('usage.writeOf', { typed: gap.typed })} data-testid={`gap-write-${gap.id}`} onClick={() => void navigate(`/articles/new?${new URLSearchParams({ title: gap.typed })}`)}>
                      {t('usage.write')}
                    </Button>
                    <Button size="small" aria-label={t('usage.settleOf', { typed: gap.typed })} data-testid={`gap-settle-${gap.id}`} disabled={settle.isPending} onClick={() => settle.mutate(gap.id)}>
                      {t('usage.settle')}
                    </Button>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length === 0 && <p className="empty">{t(gaps.isPending ? 'page.loading' : 'usage.noGaps')}</p>}
    </section>
  );
}

function MostUsed() {
  const t = useText();
  const usage = useQuery({ queryKey: ['article-usage'], queryFn: ({ signal }) => articleUsage(90, signal) });
  if (usage.isError) return <ErrorState within error={usage.error} onRetry={() => void usage.refetch()} />;
  const items = usage.data ?? [];
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys where it is wider than the screen
    <section className="kb-scroll" aria-label={t('usage.most')} tabIndex={0} aria-busy={usage.isPending}>
      <h2>{t('usage.most')}</h2>
      <table className="kb-table" data-testid="usage-table">
        <thead>
          <tr>
            <th scope="col">{t('articles.name')}</th>
            <th scope="col">{t('usage.inserted')}</th>
            <th scope="col">{t('usage.answered')}</th>
            <th scope="col">{t('usage.last')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to={`/articles/${one.id}`}>{one.title}</Link>
              </td>
              <td className="number">{one.inserted}</td>
              <td className="number">{one.answered}</td>
              <td>{dateTime(one.last_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length === 0 && <p className="empty">{t(usage.isPending ? 'page.loading' : 'usage.none')}</p>}
    </section>
  );
}
