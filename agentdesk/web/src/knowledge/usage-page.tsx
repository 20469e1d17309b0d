import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { articleGaps, articleUsage, settleGap, type ArticleGap, type ArticleUsage } from '../api/knowledge';
import { usePersonName } from '../api/queries';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { useAddress } from '../lists/use-address';
import './knowledge.css';

const USE_SORTS = bothWays('name', 'inserted', 'answered', 'last');

/** What of the knowledge base is used, and what is missing in it. */
export default function UsagePage() {
  const t = useText();
  const sought = useSought(USE_SORTS);
  const { gaps } = useGaps(sought.q);
  return (
    <div className="page page-narrow" data-testid="usage-page">
      <p>
        <Link to="/articles">{t('article.back')}</Link>
      </p>
      <h1>{t('usage.heading')}</h1>
      <Search testId="usage-search" of={sought} />
      <Gaps q={sought.q} />
      {/* Asked for at once, and shown when it is known how high the list above it is. */}
      <div className="usage-most" hidden={gaps.isPending}>
        <MostUsed q={sought.q} />
      </div>
    </div>
  );
}

const GAP_SORTS = bothWays('typed', 'times', 'last');

/** What was looked for in vain, in the order that the address has. */
function useGaps(q: string) {
  const [address, ask] = useAddress();
  const sort = sortFrom(GAP_SORTS, address.get('gaps'));
  const asked = { ...(q && { q }), ...(sort && { sort }) };
  const gaps = useQuery({ queryKey: ['article-gaps', asked], queryFn: ({ signal }) => articleGaps(asked, signal), placeholderData: keepPreviousData });
  return { gaps, sort, asked, ask };
}

/** q: words by which both lists are narrowed. */
function Gaps({ q }: { q: string }) {
  const t = useText();
  const person = usePersonName();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { user } = useSession();
  const { gaps, sort, asked, ask } = useGaps(q);
  const settle = useMutation({ mutationFn: settleGap, onSettled: () => queries.invalidateQueries({ queryKey: ['article-gaps'] }) });
  const head = heads(sort, '-times', (next) => ask('gaps', next));
  const columns: Column<ArticleGap>[] = [
    { key: 'typed', title: t('usage.typed'), main: true, sort: head('typed'), render: (gap) => gap.typed },
    { key: 'times', title: t('usage.times'), width: 90, align: 'right', sort: head('times', true), render: (gap) => gap.times },
    { key: 'last', title: t('usage.last'), width: 220, sort: head('last', true), render: (gap) => `${dateTime(gap.last_at)} · ${person(gap.last_by)}` },
    ...(may(user, 'write')
      ? [
          {
            key: 'act',
            title: t('usage.act'),
            width: 210,
            render: (gap: ArticleGap) => (
              <span className="tags">
                <Button size="small" aria-label={t('usage.writeOf', { typed: gap.typed })} data-testid={`gap-write-${gap.id}`} onClick={() => void navigate(`/articles/new?${new URLSearchParams({ title: gap.typed })}`)}>
                  {t('usage.write')}
                </Button>
                <Button size="small" aria-label={t('usage.settleOf', { typed: gap.typed })} data-testid={`gap-settle-${gap.id}`} disabled={settle.isPending} onClick={() => settle.mutate(gap.id)}>
                  {t('usage.settle')}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <section>
      <div className="list-head">
        <h2>{t('usage.gaps')}</h2>
        <Exports path="/article-gaps" query={asked} />
      </div>
      <List<ArticleGap> testId="gaps-table" label={t('usage.gaps')} columns={columns} query={gaps} rows={gaps.data ?? []} rowKey={(gap) => gap.id} empty={t(q ? 'lists.notFound' : 'usage.noGaps')} row={(gap) => ({ 'data-testid': `gap-${gap.id}` })} />
    </section>
  );
}

function MostUsed({ q }: { q: string }) {
  const t = useText();
  const [address, ask] = useAddress();
  const sort = sortFrom(USE_SORTS, address.get('sort'));
  const asked = { days: 90, ...(q && { q }), ...(sort && { sort }) };
  const usage = useQuery({ queryKey: ['article-usage', asked], queryFn: ({ signal }) => articleUsage(asked, signal), placeholderData: keepPreviousData });
  // They come by both uses together, which no head says.
  const head = heads<(typeof USE_SORTS)[number]>(sort, '-answered', (next) => ask('sort', next));
  const columns: Column<ArticleUsage>[] = [
    { key: 'name', title: t('articles.name'), main: true, sort: head('name'), render: (one) => <Link to={`/articles/${one.id}`}>{one.title}</Link> },
    { key: 'inserted', title: t('usage.inserted'), width: 110, align: 'right', sort: head('inserted', true), render: (one) => one.inserted },
    { key: 'answered', title: t('usage.answered'), width: 150, align: 'right', sort: head('answered', true), render: (one) => one.answered },
    { key: 'last', title: t('usage.last'), width: 150, sort: head('last', true), render: (one) => dateTime(one.last_at) },
  ];
  return (
    <section>
      <div className="list-head">
        <h2>{t('usage.most')}</h2>
        <Exports path="/article-usage" query={asked} />
      </div>
      <List<ArticleUsage> testId="usage-table" label={t('usage.most')} columns={columns} query={usage} rows={usage.data ?? []} rowKey={(one) => one.id} empty={t(q ? 'lists.notFound' : 'usage.none')} />
    </section>
  );
}
