import { useState } from 'react';
import { CopyWords } from '../acts/copy-words';
import '../acts/acts.css';
import { PREFIX as ACTS } from '../acts/model';
import { wordsIn } from '../drafts/words';
import { useText } from '../i18n';
import { readKept } from '../shell/kept';
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
  return Object.keys(localStorage)
    .filter((at) => (at.startsWith('hotline.draft.') && at.endsWith(`:${username}`)) || at.startsWith(`${ACTS}${username}.`))
    .map((at) => wordsIn(readKept(at) ?? {}).trim())
    .filter(Boolean)
    .join('\n\n');
}
