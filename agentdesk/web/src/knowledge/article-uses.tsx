import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { listUses } from '../api/knowledge';
import { usePersonName } from '../api/queries';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Pager } from '../shell/pager';
import { ErrorState } from '../shell/states';

/** By whom, when and for what an article was used. */
export function ArticleUses({ id }: { id: number }) {
  const t = useText();
  const label = useLabel();
  const person = usePersonName();
  const { user } = useSession();
  const [cursor, setCursor] = useState('');
  const uses = useQuery({ queryKey: ['article-uses', id, cursor], queryFn: ({ signal }) => listUses(id, cursor, signal), placeholderData: keepPreviousData });
  const items = uses.data?.items ?? [];
  return (
    <section className="panel" aria-label={t('article.used')} data-testid="article-uses" data-count={items.length}>
      <h2>{t('article.used')}</h2>
      {uses.isError && !uses.data ? (
        <ErrorState within error={uses.error} onRetry={() => void uses.refetch()} />
      ) : (
        <ul className="plain">
          {items.map((use) => (
            <li key={`${use.at} ${use.by}`} className="item-flat">
              <span className="clock">{dateTime(use.at)}</span>
              <span>{label('articleway', use.way)}</span>
              <span>
                {person(use.by)}
                {use.ticket && <> · {may(user, 'tickets') ? <Link to={`/tickets/${use.ticket}`}>{t('article.ticket', { code: use.ticket })}</Link> : t('article.ticket', { code: use.ticket })}</>}
                {use.call && <> · {may(user, 'calls') ? <Link to={`/calls/${use.call}`}>{t('article.call', { call: use.call })}</Link> : t('article.call', { call: use.call })}</>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {uses.isSuccess && items.length === 0 && <p className="soft">{t('article.unused')}</p>}
      <Pager cursor={cursor} next={uses.data?.next ?? ''} onGo={setCursor} />
    </section>
  );
}
