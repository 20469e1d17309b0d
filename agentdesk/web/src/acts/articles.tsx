import { Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ArticleFound } from '../api/knowledge';
import { goOnBehind } from '../forms/go-on';
import { useText } from '../i18n';
import { part } from '../shell/part';
import { answering } from './answering';
import type { Ticket } from './kinds';
import type { Typed } from './model';

const ArticlePicker = part(() => import('../knowledge/article-picker'), (m) => m.ArticlePicker);

interface Props {
  ticket: Ticket;
  typed: Typed;
  onType: (part: Typed) => void;
}

/** An article of the knowledge base: its words become the answer, its sources what that rests on. One that is chosen in the desk's help comes here, too. */
export function Articles({ ticket, typed, onType }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const take = (article: ArticleFound) => {
    setOpen(false);
    // What had the focus goes with the list: whoever writes goes on in the answer, whose keys they have.
    const answer = box.current?.closest('form')?.querySelector('textarea') ?? null;
    answer?.focus();
    void import('../knowledge/answer').then(({ withAnswer, withBasis }) => {
      flushSync(() => onType({ text: withAnswer(typed['text'] ?? '', article.answer), basis: withBasis(typed['basis'] ?? '', article), article: String(article.id), articleTitle: article.title }));
      goOnBehind(answer);
    });
  };
  const leave = () => {
    onType({ article: '', articleTitle: '' });
    box.current?.closest('form')?.querySelector('textarea')?.focus();
  };
  const given = useEffectEvent(take);
  const { code, field, content } = ticket;
  useEffect(() => answering({ ticket: code, field, about: content, take: (article) => given(article) }), [code, field, content]);
  return (
    <div ref={box}>
      {typed['article'] && (
        <p className="act-based" role="status" data-testid="act-based">
          {t('acts.based', { title: typed['articleTitle'] || typed['article'] })}{' '}
          <button type="button" className="act-button" data-testid="act-based-leave" onClick={leave}>
            {t('acts.basedLeave')}
          </button>
        </p>
      )}
      {open ? (
        <Suspense fallback={<p className="soft">{t('page.loading')}</p>}>
          <ArticlePicker field={field} about={content} ticket={code} onPick={take} />
        </Suspense>
      ) : (
        <button type="button" className="act-button" data-testid="act-article" onClick={() => setOpen(true)}>
          {t('acts.article')}
        </button>
      )}
    </div>
  );
}
