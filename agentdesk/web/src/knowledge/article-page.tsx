import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiError } from '../api/client';
import { getArticle, type Article, type ArticleVersion } from '../api/knowledge';
import { useFields, usePersonName, useUnits } from '../api/queries';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useLabel, useText, type Translate } from '../i18n';
import { ErrorState, NoRight, NotFound, PageLoading } from '../shell/states';
import { ArticleForm } from './article-form';
import { ArticleSteps } from './article-steps';
import { ArticleUses } from './article-uses';
import { Difference } from '../forms/difference';
import { dayText } from '../forms/day';
import { today } from '../rules/dates';
import { asText, draftOf, newDraft } from './draft';
import './knowledge.css';

/** One article: read, written anew, submitted, approved. /articles/new begins one. */
export default function ArticlePage() {
  const { id } = useParams();
  if (id === 'new') return <NewArticle />;
  return <OneArticle key={id} id={Number(id)} />;
}

function NewArticle() {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { user } = useSession();
  const [search] = useSearchParams();
  if (!may(user, 'write')) return <NoRight />;
  return (
    <div className="page page-narrow" data-testid="article-page" data-id="new">
      <h1>{t('articles.new')}</h1>
      <ArticleForm
        id={0}
        was={0}
        begin={newDraft(new Date(), search.get('title') ?? '')}
        onSaved={(article) => {
          queries.setQueryData(['article', article.id], article);
          void queries.invalidateQueries({ queryKey: ['articles'] });
          void navigate(`/articles/${article.id}`, { replace: true });
        }}
        onCancel={() => void navigate('/articles')}
      />
    </div>
  );
}

function OneArticle({ id }: { id: number }) {
  const t = useText();
  const label = useLabel();
  const queries = useQueryClient();
  const person = usePersonName();
  const { user } = useSession();
  const [editing, setEditing] = useState(false);
  const [shown, setShown] = useState(0); // the version looked at; 0: the newest
  const article = useQuery({ queryKey: ['article', id], queryFn: ({ signal }) => getArticle(id, signal), enabled: id > 0 });
  if (!(id > 0) || (article.error instanceof ApiError && article.error.status === 404)) return <NotFound />;
  if (article.isPending) return <PageLoading />;
  if (!article.data) return <ErrorState error={article.error} onRetry={() => void article.refetch()} />;
  const a = article.data;
  const newest = a.versions[0];
  const v = a.versions.find((one) => one.version === shown) ?? newest;
  if (!newest || !v) return <NotFound />;
  const changed = (next: Article) => {
    queries.setQueryData(['article', id], next);
    void queries.invalidateQueries({ queryKey: ['articles'] });
    setEditing(false);
    setShown(0);
  };
  return (
    <div className="page page-narrow" data-testid="article-page" data-id={id} data-state={newest.state} data-holds={a.holds}>
      <p>
        <Link to="/articles">{t('article.back')}</Link>
      </p>
      <h1>
        {v.title}
        <span className="tag">{t('article.version', { n: v.version })}</span>
        <span className={a.holds === v.version ? 'tag tag-good' : 'tag tag-waits'}>{stands(a, v, t) || label('articlestate', v.state)}</span>
      </h1>
      {a.withdrawn_at && <p className="page-note">{t('article.withdrawn', { time: dateTime(a.withdrawn_at), who: person(a.withdrawn_by), why: a.withdrawn_for })}</p>}
      {v.state === 'approved' && v.note && <p className="page-note" data-testid="article-remark">{v.note}</p>}
      {editing ? (
        <ArticleForm id={id} was={newest.version} begin={draftOf(newest)} onSaved={changed} onCancel={() => setEditing(false)} />
      ) : (
        <>
          <Words v={v} />
          <div className="kb-buttons">
            {may(user, 'write') && (
              <Button data-testid="article-edit" onClick={() => setEditing(true)}>
                {t('article.edit')}
              </Button>
            )}
          </div>
          <ArticleSteps article={a} newest={newest} onChanged={changed} />
        </>
      )}
      <Versions article={a} shown={v.version} onShow={setShown} />
      <ArticleUses id={id} />
    </div>
  );
}

/** Whether a version is answered from: now, from a day to come, or no longer; '': it never was, or another took its place. */
function stands(a: Article, v: ArticleVersion, t: Translate): string {
  if (a.holds === v.version) return t('article.inUse');
  if (a.approved !== v.version) return '';
  return v.since > today() ? t('article.later', { day: dayText(v.since) }) : t('articlefilter.over');
}

function Words({ v }: { v: ArticleVersion }) {
  const t = useText();
  const field = useFields().data?.find((f) => f.code === v.field)?.name;
  const unit = useUnits().data?.find((u) => u.code === v.unit)?.name;
  const facts = [
    [t('article.field'), field ?? t('article.any')],
    [t('article.unit'), unit ?? t('article.any')],
    [t('article.since'), dayText(v.since)],
    [t('article.until'), dayText(v.until) || '–'],
    [t('article.review'), dayText(v.review) || '–'],
  ] as const;
  return (
    <section className="panel" aria-label={t('article.answer')}>
      <p className="running" data-testid="article-answer">
        {v.answer}
      </p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('article.waysAsked')}</dt>
          <dd>{v.asked.join(' · ') || '–'}</dd>
        </div>
        <div>
          <dt>{t('article.restsOn')}</dt>
          <dd>
            <ul className="plain">
              {v.sources.map((source) => (
                <li key={source.title}>
                  {source.url ? (
                    <a href={source.url} target="_blank" rel="noreferrer">
                      {source.title}
                    </a>
                  ) : (
                    source.title
                  )}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Who wrote which version, what became of it, and what it changed. */
function Versions({ article, shown, onShow }: { article: Article; shown: number; onShow: (version: number) => void }) {
  const t = useText();
  const label = useLabel();
  const person = usePersonName();
  const [open, setOpen] = useState(0);
  return (
    <section className="panel" aria-label={t('article.versions')} data-testid="article-versions">
      <h2>{t('article.versions')}</h2>
      <ul className="plain">
        {article.versions.map((v, i) => {
          const before = article.versions[i + 1];
          return (
            <li key={v.version} className="item" data-testid={`article-version-${v.version}`} data-state={v.state}>
              <div className="item-foot">
                <span>
                  <b>{t('article.version', { n: v.version })}</b> · {[label('articlestate', v.state), stands(article, v, t), t('article.by', { who: person(v.author), time: dateTime(v.saved_at) })].filter(Boolean).join(' · ')}
                  {v.decided_at && ` · ${t('article.decided', { state: label('articlestate', v.state), who: person(v.decided_by), time: dateTime(v.decided_at) })}`}
                  {v.note && <em> · {v.note}</em>}
                </span>
                <Button size="small" aria-pressed={shown === v.version} onClick={() => onShow(v.version)}>
                  {t('article.look', { n: v.version })}
                </Button>
              </div>
              {before ? (
                <details open={open === v.version} onToggle={(event) => event.currentTarget.open && setOpen(v.version)}>
                  <summary>{t('article.compare')}</summary>
                  {open === v.version && <Difference before={asText(draftOf(before))} after={asText(draftOf(v))} testId="article-changes" />}
                </details>
              ) : (
                <span className="soft">{t('article.first')}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
