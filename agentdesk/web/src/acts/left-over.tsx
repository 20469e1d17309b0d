import { useState } from 'react';
import { useSession } from '../auth/session';
import { forgetDraft } from '../drafts/use-draft';
import { useText } from '../i18n';
import { KINDS, type ActName } from './kinds';
import { LeftWords } from './left-words';
import { keep, readKept } from '../shell/kept';
import { begunFor, draftOf, keptAt, wordsOf } from './model';

interface Props {
  code: string;
  /** What may still be done, or has its form open: nothing is left of that. */
  but?: readonly string[];
  /** The ticket is still theirs to read. */
  read?: boolean;
}

/** What somebody typed about a ticket, and left, and can do no more: theirs to copy, or to drop. */
export function LeftOver({ code, but = [], read = false }: Props) {
  const t = useText();
  const { user } = useSession();
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const left = (Object.keys(KINDS) as ActName[]).flatMap((name) => {
    if (but.includes(name)) return [];
    return begunFor(user.username, code, name).flatMap((task) => {
      const of = draftOf(code, name, task);
      const words = wordsOf(name, readKept(keptAt(user.username, code, name, task)) ?? {});
      return words === '' || dropped.includes(of) ? [] : [{ name, task, of, words }];
    });
  });
  if (left.length === 0) return null;
  const Heading = read ? 'h3' : 'h2';
  return (
    <section className="panel" role="alert" data-testid="act-left">
      <p data-testid={read ? 'act-left-barred' : 'act-refused-gone'}>{t(read ? 'acts.barred' : 'acts.refusedGone')}</p>
      {left.map(({ name, task, of, words }) => (
        <div key={of}>
          <Heading>{t(KINDS[name].label)}</Heading>
          <LeftWords
            words={words}
            testId="act-discard"
            onDrop={() => {
              const at = keptAt(user.username, code, name, task);
              keep(at, null);
              forgetDraft(at, `act:${of}`);
              setDropped([...dropped, of]);
            }}
          />
        </div>
      ))}
    </section>
  );
}
