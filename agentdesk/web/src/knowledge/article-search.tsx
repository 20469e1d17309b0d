import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, type GetRef } from 'antd';
import { useEffect, useId, useState, type KeyboardEvent, type Ref } from 'react';
import { noteUse, reportGap, type ArticleFound } from '../api/knowledge';
import { useText } from '../i18n';
import { step } from './answer';
import './knowledge.css';
import { useArticleSearch } from './use-search';

interface Props {
  /** Of the matter in hand: its articles come first. */
  field?: string;
  /** What is searched for while nothing is typed: the text being written. */
  about?: string;
  /** What it is for: a use is counted to it. */
  of?: { call?: string; ticket?: string };
  /** Takes an article's words; null: there is nothing to take them into. */
  onPick: ((article: ArticleFound) => void) | null;
  input?: Ref<GetRef<typeof Input>>;
}

/** The knowledge base, searched while typing; arrows choose, Enter takes the answer. */
export function ArticleSearch({ field = '', about = '', of = {}, onPick, input }: Props) {
  const t = useText();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(-1);
  const [taken, setTaken] = useState('');
  const [told, setTold] = useState('');
  const own = typed.trim() !== '';
  const { hits, current, none, missing, isError } = useArticleSearch(own ? typed : about, field);
  const at = Math.min(chosen, hits.length - 1);
  // What somebody typed and waited for in vain is noted once; what they write to a citizen is no search of theirs.
  const gap = own ? missing : '';
  useEffect(() => {
    if (gap) void reportGap(gap.slice(0, 200)).catch(() => undefined);
  }, [gap]);
  const pick = (article: ArticleFound) => {
    if (!onPick) return;
    onPick(article);
    setTaken(article.title);
    // Counted if it can be: whoever speaks with a citizen is not troubled with it.
    void noteUse(article.id, of).catch(() => undefined);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      // What is shown of another text goes any moment: the answer to what was typed is chosen, or none.
      if (current) setChosen(step(event.key, at, hits.length));
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      const article = hits[Math.max(at, 0)];
      if (article && current) pick(article);
    } else if (event.key === 'Escape' && own) {
      event.stopPropagation();
      setTyped('');
    }
  };
  return (
    <div className="kb">
      <Input
        ref={input}
        data-testid="kb-search"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        aria-autocomplete="list"
        aria-label={t('kb.search')}
        placeholder={t('kb.search')}
        prefix={<SearchOutlined aria-hidden />}
        allowClear
        maxLength={400}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(-1);
          setTaken('');
        }}
        onKeyDown={keys}
      />
      <p className="kb-said" role="status">
        {taken ? t('kb.taken', { title: taken }) : isError ? t('kb.failed') : none && own ? t('kb.none') : hits.length > 0 ? t(!own ? 'kb.suggested' : onPick ? 'kb.found' : 'kb.foundOnly', { n: hits.length }) : ''}
      </p>
      <ul className="plain kb-hits" id={list} role="listbox" aria-label={t('kb.hits')} data-testid="kb-hits" data-count={hits.length} aria-busy={hits.length > 0 && !current}>
        {hits.map((article, i) => (
          // The keyboard chooses from the field, as in every combobox.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li key={article.id} id={`${list}-${i}`} role="option" aria-selected={i === at} className={i === at ? 'kb-hit kb-chosen' : 'kb-hit'} data-testid={`kb-hit-${article.id}`} onClick={() => (i === at ? pick(article) : setChosen(i))}>
            <b>{article.title}</b>
            {article.due && <span className="tag tag-waits">{t('kb.due')}</span>}
            {article.remark && <span className="kb-remark">{article.remark}</span>}
            <span className={i === at ? 'kb-answer kb-whole' : 'kb-answer'}>{article.answer}</span>
            {i === at && (
              <span className="soft kb-source">
                {[article.unit_name, ...article.sources.map((source) => source.title)].filter(Boolean).join(' · ')}
                {onPick && ` · ${t('kb.take')}`}
              </span>
            )}
          </li>
        ))}
      </ul>
      {own && hits.length > 0 && (
        <Button
          size="small"
          type="text"
          data-testid="kb-gap"
          disabled={told === typed.trim()}
          onClick={() => {
            setTold(typed.trim());
            void reportGap(typed.trim().slice(0, 200)).catch(() => setTold(''));
          }}
        >
          {t(told === typed.trim() ? 'kb.gapTold' : 'kb.gap')}
        </Button>
      )}
    </div>
  );
}
