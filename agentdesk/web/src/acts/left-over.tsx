import { useState } from 'react';
import { useSession } from '../auth/session';
import { forgetDraft } from '../drafts/use-draft';
import { useText } from '../i18n';
import { CopyWords } from './copy-words';
import { KINDS, type ActName } from './kinds';
import { keep, readKept } from '../shell/kept';
import { keptAt, wordsOf } from './model';
import './acts.css';

/** What somebody typed about a ticket, and left, that they cannot open any more: theirs to copy, or to drop. */
export function LeftOver({ code }: { code: string }) {
  const t = useText();
  const { user } = useSession();
  const [left, setLeft] = useState(() =>
    (Object.keys(KINDS) as ActName[]).flatMap((name) => {
      const words = wordsOf(name, readKept(keptAt(user.username, code, name)) ?? {});
      return words === '' ? [] : [{ name, words }];
    }),
  );
  if (left.length === 0) return null;
  return (
    <section className="panel" role="alert" data-testid="act-left">
      <p data-testid="act-refused-gone">{t('acts.refusedGone')}</p>
      {left.map(({ name, words }) => (
        <div key={name}>
          <h2>{t(KINDS[name].label)}</h2>
          <p className="running">{words}</p>
          <div className="act-actions">
            <CopyWords words={words} />
            <button
              type="button"
              className="act-button"
              data-testid="act-discard"
              onClick={() => {
                keep(keptAt(user.username, code, name), null);
                forgetDraft(keptAt(user.username, code, name), `act:${code}.${name}`);
                setLeft(left.filter((one) => one.name !== name));
              }}
            >
              {t('acts.discard')}
            </button>
          </div>
        </div>
      ))}
    </section>
  );
}
