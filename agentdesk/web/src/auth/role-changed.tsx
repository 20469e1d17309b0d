import { useState } from 'react';
import { CopyWords } from '../acts/copy-words';
import '../acts/acts.css';
import { PREFIX as ACTS } from '../acts/model';
import { wordsIn } from '../drafts/words';
import { useText } from '../i18n';
import { place } from '../knowledge/draft';
import { readKept } from '../shell/kept';
import { rememberedNames } from '../shell/remember';
import { allIn } from '../tickets/draft';
import { DraftStore } from '../tickets/draft-store';
import { roleBefore, roleKnown } from './anew';
import { useSession } from './session';

/** Told once to somebody whose role is another since the page was opened: what happened, and that what they typed is not lost. */
export default function RoleChanged() {
  const t = useText();
  const { user } = useSession();
  const [was, setWas] = useState(roleBefore);
  const [words] = useState(() => typedBy(user.username));
  if (was === null || was === user.role) return null;
  return (
    <section className="panel role-changed" role="alert" data-testid="role-changed">
      <p>{t('role.changed', { was: t(`role.${was}`), now: t(`role.${user.role}`) })}</p>
      {words !== '' && (
        <>
          <p>{t('role.changedKept')}</p>
          <p className="running">{words}</p>
        </>
      )}
      <div className="act-actions">
        {words !== '' && <CopyWords words={words} />}
        <button
          type="button"
          className="act-button"
          data-testid="role-changed-known"
          onClick={() => {
            roleKnown();
            setWas(null);
          }}
        >
          {t('role.changedKnown')}
        </button>
      </div>
    </section>
  );
}

/** What a person has typed into forms of this browser and not sent, as text. */
function typedBy(username: string): string {
  const forms = rememberedNames()
    .filter((at) => isOf(username, at))
    .map((at) => wordsIn(readKept(at) ?? {}).trim());
  const tickets = [username, `sort:${username}`].flatMap((owner) => new DraftStore(owner).open().map(({ draft }) => allIn(draft)));
  return [...tickets, ...forms].filter(Boolean).join('\n\n');
}

/** Whether a form lies there that is theirs. User names have full stops, too: what follows one has to be a form's. */
function isOf(username: string, at: string): boolean {
  const after = (start: string) => (at.startsWith(start) ? at.slice(start.length) : '');
  if (/^\d+$/.test(after(place(username, '')))) return true;
  if (/^[\d-]+(\.\w+){1,2}$/.test(after(`${ACTS}${username}.`))) return true;
  return /^hotline\.draft\.(?!(sort|article):)/.test(at) && at.endsWith(`:${username}`);
}
