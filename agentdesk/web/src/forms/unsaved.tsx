import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '../i18n';
import './forms.css';

/** Where somebody wanted to go: an address of ours, or back. */
type Going = { to: string } | 'back' | null;

/** Marks the entry of the browser's history that "back" leaves first. */
interface Guarded {
  guard?: boolean;
}
const guarded = () => (history.state as Guarded | null)?.guard === true;
const raise = () => history.pushState({ ...(history.state as object | null), guard: true }, '', location.href);

/**
 * Asks before a form with changes is left, by a link, by "back" or with the tab. The router knows nothing of
 * leaving: an entry of the history with the page's own address lies above it for as long as there is something to lose.
 */
export function Unsaved({ dirty }: { dirty: boolean }) {
  const t = useText();
  const navigate = useNavigate();
  const [going, setGoing] = useState<Going>(null);
  const box = useRef<HTMLDialogElement>(null);
  const left = useRef(false);
  useEffect(() => {
    if (!dirty) return;
    left.current = false;
    raise();
    const onLink = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (!link || link.target === '_blank' || link.origin !== location.origin || link.hasAttribute('download')) return;
      if (link.pathname === location.pathname && link.search === location.search) return;
      event.preventDefault();
      event.stopPropagation();
      setGoing({ to: link.pathname + link.search + link.hash });
    };
    const onBack = (event: PopStateEvent) => {
      if (left.current || guarded()) return;
      event.stopImmediatePropagation();
      setGoing('back');
    };
    const onTab = (event: BeforeUnloadEvent) => event.preventDefault();
    document.addEventListener('click', onLink, true);
    window.addEventListener('popstate', onBack, true);
    window.addEventListener('beforeunload', onTab);
    return () => {
      document.removeEventListener('click', onLink, true);
      window.removeEventListener('popstate', onBack, true);
      window.removeEventListener('beforeunload', onTab);
      if (!left.current && guarded()) history.back();
    };
  }, [dirty]);
  useEffect(() => {
    if (going) box.current?.showModal();
  }, [going]);
  const stay = useCallback(() => {
    box.current?.close(); // which gives the focus back to where it was
    if (going === 'back') raise();
    setGoing(null);
  }, [going]);
  if (!going) return null;
  return (
    <dialog
      ref={box}
      className="leave"
      data-testid="leave-ask"
      aria-labelledby="leave-title"
      onCancel={(event) => {
        event.preventDefault();
        stay();
      }}
    >
      <h2 id="leave-title">{t('forms.leave')}</h2>
      <p>{t('forms.leaveText')}</p>
      <div className="form-bar">
        <button type="button" className="form-button form-main" data-testid="leave-no" onClick={stay}>
          {t('forms.stay')}
        </button>
        <button
          type="button"
          className="form-button"
          data-testid="leave-yes"
          onClick={() => {
            left.current = true;
            if (going === 'back') history.back();
            else void navigate(going.to, { replace: true });
          }}
        >
          {t('forms.go')}
        </button>
      </div>
    </dialog>
  );
}
