import { Suspense, useEffect, useRef } from 'react';
import { signOut } from '../api/client';
import type { User } from '../api/types';
import { useText } from '../i18n';
import { part } from '../shell/part';
import { PageLoading } from '../shell/states';
import { reloadInRole, startAnew } from './anew';
import './session-cover.css';

const SignIn = part(() => import('./sign-in'), (m) => m.SignIn);

interface Props {
  /** Whose page lies under it. */
  user: User;
  /** Somebody else has signed in with this browser, in another tab. */
  other: boolean;
  onAgain: (user: User) => void;
}

/**
 * Lies over the page of somebody whose session has ended. Nothing of the page shows; they sign in again and go on.
 * Whoever else signs in begins with nothing of it: the application is loaded anew.
 */
export function SessionCover({ user, other, onAgain }: Props) {
  const t = useText();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  // The form comes after the dialog, which would give the focus to its first button: Enter would leave the page.
  useEffect(() => {
    const found = () => {
      const field = box.current?.querySelector<HTMLInputElement>('[data-testid="login-password"]');
      field?.focus();
      return Boolean(field);
    };
    if (found() || !box.current) return undefined;
    const watch = new MutationObserver(() => found() && watch.disconnect());
    watch.observe(box.current, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, []);
  // A browser lets Escape close a dialog whatever it is told: then it is opened again.
  return (
    <dialog ref={box} tabIndex={-1} className="session-cover" data-testid="session-cover" aria-labelledby="cover-title" onCancel={(event) => event.preventDefault()} onClose={() => box.current?.showModal()}>
      <div className="session-cover-said">
        <h2 id="cover-title">{t(other ? 'cover.otherTitle' : 'cover.title')}</h2>
        <p>{t(other ? 'cover.otherText' : 'cover.text', { name: user.name })}</p>
        <button
          type="button"
          data-testid="session-leave"
          onClick={() => {
            // Half a session may have begun on the cover; without an answer the page goes all the same.
            void signOut().catch(() => undefined).then(startAnew);
          }}
        >
          {t('cover.leave')}
        </button>
      </div>
      <Suspense fallback={<PageLoading />}>
        <SignIn
          expired={false}
          whose={user.username}
          onSignedIn={(now) => {
            if (now.username !== user.username) startAnew();
            else if (now.role !== user.role) reloadInRole(user.role);
            else onAgain(now);
          }}
        />
      </Suspense>
    </dialog>
  );
}
