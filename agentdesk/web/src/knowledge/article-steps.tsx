import { Button, Input } from 'antd';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { doArticle, withdrawArticle, type Article, type ArticleVersion } from '../api/knowledge';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { Labelled } from '../tickets/labelled';

interface Props {
  article: Article;
  newest: ArticleVersion;
  onChanged: (article: Article) => void;
}

/** What may be done next with the newest version, and by this person. */
export function ArticleSteps({ article, newest, onChanged }: Props) {
  const t = useText();
  const { user } = useSession();
  const draft = useKept(`article.note.${article.id}`, 0, '');
  const note = draft.value;
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const approves = may(user, 'approve');
  const own = newest.author === user.username;
  const submits = newest.state === 'draft' && may(user, 'write');
  const decides = newest.state === 'submitted' && approves;
  const withdraws = article.approved > 0 && approves;
  if (!submits && !decides && !withdraws) return null;

  const act = async (what: () => Promise<Article>, needsNote = false) => {
    if (needsNote && note.trim() === '') {
      setFault(t('article.noteNeeded'));
      return;
    }
    setBusy(true);
    setFault('');
    try {
      onChanged(await what());
      draft.reset('');
    } catch (error) {
      setFault(error instanceof ApiError && !error.offline ? [error.message, ...error.errors.map((item) => item.message ?? '')].filter(Boolean).join(' ') : t('article.failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="panel" aria-label={t('articles.state')} data-testid="article-steps">
      {decides && own && <p className="soft">{t('article.own')}</p>}
      <OtherDraft draft={draft.hand} />
      {(decides || withdraws) && (
        <Labelled label={t(!decides ? 'article.noteWithdraw' : own ? (withdraws ? 'article.noteEither' : 'article.noteReturn') : withdraws ? 'article.noteAny' : 'article.noteDecide')} htmlFor="article-note" fault={undefined}>
          <Input id="article-note" data-testid="article-note" maxLength={2000} value={note} onChange={(event) => draft.change(event.target.value)} />
        </Labelled>
      )}
      <div className="kb-buttons">
        {submits && (
          <Button type="primary" data-testid="article-submit" disabled={busy} onClick={() => void act(() => doArticle(article.id, 'submit', newest.version))}>
            {t('article.submit')}
          </Button>
        )}
        {decides && !own && (
          <Button type="primary" data-testid="article-approve" disabled={busy} onClick={() => void act(() => doArticle(article.id, 'approve', newest.version, note.trim()))}>
            {t('article.approve')}
          </Button>
        )}
        {decides && (
          <Button data-testid="article-return" disabled={busy} onClick={() => void act(() => doArticle(article.id, 'return', newest.version, note.trim()), true)}>
            {t('article.return')}
          </Button>
        )}
        {withdraws && (
          <Button data-testid="article-withdraw" disabled={busy} onClick={() => void act(() => withdrawArticle(article.id, note.trim()), true)}>
            {t('article.withdraw')}
          </Button>
        )}
      </div>
      <p className="kb-trouble" role="alert" data-testid="article-refused">
        {fault}
      </p>
    </section>
  );
}
