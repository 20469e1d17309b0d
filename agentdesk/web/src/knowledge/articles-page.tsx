import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { listArticles, type ArticleLine, type ArticlesQuery } from '../api/knowledge';
import { useFields, usePersonName } from '../api/queries';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { useFilters } from '../shell/use-filters';
import { dayText } from '../forms/day';
import './knowledge.css';

const STATES = ['holds', 'later', 'submitted', 'draft', 'due', 'over', 'withdrawn'] as const;
const SORTS = bothWays('name', 'unit', 'review', 'author', 'saved', 'uses');
type Sort = (typeof SORTS)[number];

/** Articles, last written first; filters stand in the address. */
export default function ArticlesPage() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { user } = useSession();
  const fields = useFields();
  const [search, setSearch] = useSearchParams();
  const state: (typeof STATES)[number] | '' = STATES.find((s) => s === search.get('state')) ?? '';
  const query = { q: search.get('q') ?? '', state, field: search.get('field') ?? '', sort: sortFrom(SORTS, search.get('sort')), cursor: search.get('cursor') ?? '' };
  const articles = useQuery({
    queryKey: ['articles', query],
    queryFn: ({ signal }) => listArticles(asked(query), signal),
    placeholderData: keepPreviousData,
  });
  const go = (part: Partial<Record<keyof typeof query, string>>) =>
    setSearch(new URLSearchParams(Object.entries({ ...query, cursor: '', ...part }).filter(([, value]) => value !== '')));
  const { draft, apply, type, leave, form } = useFilters({ q: query.q, cursor: '' }, ({ q }) => go({ q: q.trim() }));
  const columns = useColumns(heads<Sort>(query.sort, '-saved', (sort) => go({ sort })));
  return (
    <div className="page" data-testid="articles-page">
      <div className="page-head">
        <h1>{t('articles.heading')}</h1>
        {may(user, 'write') && (
          <Button type="primary" data-testid="article-new" onClick={() => void navigate('/articles/new')}>
            {t('articles.new')}
          </Button>
        )}
        <Link to="/article-usage">{t('articles.usage')}</Link>
        <Link to="/abbreviations">{t('articles.abbreviations')}</Link>
        <Exports path="/articles" query={asked(query)} />
      </div>
      <form {...form}>
        <Input
          className="filter-wide"
          data-testid="articles-search"
          aria-label={t('articles.search')}
          placeholder={t('articles.search')}
          allowClear
          maxLength={200}
          value={draft.q}
          onChange={({ target: { value: q } }) => (q ? type({ q }) : apply({ q }))}
          onBlur={() => leave('q')}
        />
        <ChoiceFilter
          testId="articles-state"
          label={t('articles.state')}
          any={t('articles.anyState')}
          value={query.state}
          options={STATES.map((value) => ({ value, label: label('articlefilter', value) }))}
          onChoose={(chosen) => go({ state: chosen })}
        />
        <ChoiceFilter<string>
          testId="articles-field"
          label={t('articles.field')}
          any={t('articles.anyField')}
          value={query.field}
          search
          options={(fields.data ?? []).map((f) => ({ value: f.code, label: f.name }))}
          onChoose={(field) => go({ field })}
        />
        <Button htmlType="submit" data-testid="articles-apply">
          {t('articles.apply')}
        </Button>
      </form>
      <List<ArticleLine>
        testId="articles-table"
        label={t('articles.heading')}
        columns={columns}
        query={articles}
        rows={articles.data?.items ?? []}
        rowKey={(a) => a.id}
        empty={t('articles.empty')}
        row={(a) => ({ 'data-testid': `article-row-${a.id}`, 'data-state': a.state })}
      />
      <Pager testId="articles-next" cursor={query.cursor} next={articles.data?.next ?? ''} onGo={(cursor) => go({ cursor })} />
    </div>
  );
}

/** What the API is asked for: nothing that is empty. */
function asked({ q, state, field, sort, cursor }: { q: string; state: (typeof STATES)[number] | ''; field: string; sort: Sort | ''; cursor: string }): ArticlesQuery {
  return { limit: 50, ...(q ? { q } : {}), ...(state ? { state } : {}), ...(field ? { field } : {}), ...(sort ? { sort } : {}), ...(cursor ? { cursor } : {}) };
}

function useColumns(head: ReturnType<typeof heads<Sort>>): Column<ArticleLine>[] {
  const t = useText();
  const label = useLabel();
  const person = usePersonName();
  return [
    { title: t('articles.name'), key: 'name', main: true, sort: head('name'), render: (a) => <Link to={`/articles/${a.id}`}>{a.title}</Link> },
    {
      title: t('articles.state'),
      key: 'state',
      width: 170,
      render: (a) => (
        <span className="tags">
          {a.withdrawn && <span className="tag">{t('articlefilter.withdrawn')}</span>}
          {a.holds > 0 && <span className="tag tag-good">{t('article.inUse')}</span>}
          {a.later && <span className="tag tag-waits">{t(a.holds > 0 ? 'article.next' : 'article.later', { day: dayText(a.later) })}</span>}
          {a.over && <span className="tag">{t('articlefilter.over')}</span>}
          {a.state !== 'approved' && <span className="tag tag-waits">{label('articlestate', a.state)}</span>}
        </span>
      ),
    },
    { title: t('articles.unit'), key: 'unit', width: 220, sort: head('unit'), render: (a) => a.unit_name },
    { title: t('articles.review'), key: 'review', width: 120, sort: head('review'), render: (a) => <span className="clock">{dayText(a.review)}</span> },
    { title: t('articles.author'), key: 'author', width: 150, sort: head('author'), render: (a) => person(a.author) },
    { title: t('articles.saved'), key: 'saved', width: 150, sort: head('saved', true), render: (a) => <span className="clock">{dateTime(a.saved_at)}</span> },
    { title: t('articles.uses'), key: 'uses', width: 110, sort: head('uses', true), align: 'right', render: (a) => a.uses },
  ];
}
