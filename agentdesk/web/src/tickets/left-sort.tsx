import { useState } from 'react';
import { LeftWords } from '../acts/left-words';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { allIn, isEmpty } from './draft';
import { DraftStore } from './draft-store';

/** What somebody typed of a message that they can sort no more, as another has, or it is none of theirs: to be copied, or dropped. */
export function LeftSort({ code }: { code: string }) {
  const t = useText();
  const { user } = useSession();
  const [drafts] = useState(() => new DraftStore(`sort:${user.username}`));
  const [dropped, setDropped] = useState(false);
  const kept = dropped ? null : drafts.read(code);
  const words = kept && !isEmpty(kept.draft, false) ? allIn(kept.draft) : '';
  if (words === '') return null;
  return (
    <section className="panel" role="alert" data-testid="sort-left">
      <p>{t('sort.left')}</p>
      <LeftWords
        words={words}
        testId="sort-left-discard"
        onDrop={() => {
          drafts.drop(code);
          setDropped(true);
        }}
      />
    </section>
  );
}
