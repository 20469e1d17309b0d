import { useEffect, useRef, useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useSession } from '../auth/session';
import { may } from '../auth/rights';
import { useMaybeView } from '../desk/context';
import { isLive } from '../desk/state';
import { useText, type Key } from '../i18n';
import { pagesIn, type Page } from '../pages';
import './navigation.css';

/** The pages that a person may open: everyday's in the bar, the others in its menus. */
export function Navigation() {
  const t = useText();
  const { user } = useSession();
  const view = useMaybeView();
  const { pathname } = useLocation();
  // On a telephone the pages are behind one button, until one is chosen.
  const [shownAt, setShownAt] = useState<string | null>(null);
  const shown = shownAt === pathname;
  return (
    <>
      <button type="button" className="nav-button" data-testid="nav-button" aria-expanded={shown} aria-controls="pages" onClick={() => setShownAt(shown ? null : pathname)}>
        <span aria-hidden>☰</span> {t('app.pages')}
      </button>
      <nav id="pages" className={shown ? 'nav-shown' : undefined} aria-label={t('app.nav')}>
        {(may(user, 'desk') || isLive(view?.desk.call ?? null)) && <NavLink to="/desk">{t('desk.title')}</NavLink>}
        {pagesIn(user, 'bar').map((page) => (
          <NavLink key={page.path} to={page.path}>
            {t(page.title)}
          </NavLink>
        ))}
        <Menu title="app.records" pages={pagesIn(user, 'records')} />
        <Menu title="app.admin" pages={pagesIn(user, 'admin')} />
      </nav>
    </>
  );
}

/** One menu of the bar; where it would hold a single page, that page stands in the bar itself. */
function Menu({ title, pages }: { title: Key; pages: readonly Page[] }) {
  const t = useText();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      box.current?.querySelector('button')?.focus();
    };
    document.addEventListener('keydown', escape);
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('keydown', escape);
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  const [only] = pages;
  if (!only) return null;
  if (pages.length === 1) return <NavLink to={only.path}>{t(only.title)}</NavLink>;
  const here = pages.some((page) => pathname === page.path || pathname.startsWith(`${page.path}/`));
  return (
    <div className="nav-menu" ref={box}>
      <button type="button" className={here ? 'active' : ''} data-testid={`nav-${title}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(title)} <span aria-hidden>▾</span>
      </button>
      {open && (
        <ul className="plain">
          {pages.map((page) => (
            <li key={page.path}>
              <NavLink to={page.path} onClick={() => setOpen(false)}>
                {t(page.title)}
              </NavLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
