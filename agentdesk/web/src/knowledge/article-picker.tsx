import { Suspense } from 'react';
import type { ArticleFound } from '../api/knowledge';
import { useText } from '../i18n';
import { lazyAnt } from '../shell/lazy-ant';

const Search = lazyAnt(() => import('./article-search'), (m) => m.ArticleSearch);

interface Props {
  onPick: (article: ArticleFound) => void;
  field?: string;
  /** What the answer is about: searched for while nothing is typed. */
  about?: string;
  ticket?: string;
}

/** Chooses the article that an answer rests on. Asked for only where an answer is written. */
export function ArticlePicker({ onPick, field, about, ticket }: Props) {
  const t = useText();
  return (
    <Suspense fallback={<p className="soft">{t('page.loading')}</p>}>
      <Search onPick={onPick} {...(field ? { field } : {})} {...(about ? { about } : {})} of={ticket ? { ticket } : {}} />
    </Suspense>
  );
}
