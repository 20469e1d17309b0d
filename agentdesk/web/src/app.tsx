import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, use, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useMatch } from 'react-router';
import { newQueries } from './api/query-client';
import { hasDesk, may } from './auth/rights';
import { SessionGate, useSession } from './auth/session';
import { useText, type Key } from './i18n';
import { whatIsFetchedEarly } from './early';
import { activation, DeskPage, DeskProvider, home, ROUTES } from './pages';
import { rememberHome } from './home';
import { Layout } from './shell/layout';
import { ModeContext } from './shell/mode';
import { PageTitle } from './shell/page-title';
import { Boundary, NoRight, NotFound, PageLoading } from './shell/states';
import { applyMode, followSystem, storedMode, storeMode, type Mode } from './theme';

const queries = newQueries();

export function App() {
  const [mode, setMode] = useState<Mode>(storedMode);
  useLayoutEffect(() => applyMode(mode), [mode]);
  useEffect(() => followSystem(setMode), []);
  const chosen = useMemo(
    () => ({
      mode,
      setMode: (next: Mode) => {
        storeMode(next);
        setMode(next);
      },
    }),
    [mode],
  );
  return (
    <ModeContext value={chosen}>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Boundary>
            <Entry />
          </Boundary>
        </BrowserRouter>
      </QueryClientProvider>
    </ModeContext>
  );
}

/** Everything but choosing a password is for who is signed in. */
function Entry() {
  if (useMatch(activation.path)) return <Suspense fallback={<PageLoading />}><activation.Content /></Suspense>;
  return (
    <SessionGate>
      <WithDesk>
        <Pages />
      </WithDesk>
    </SessionGate>
  );
}

/** A page under its name, from before its script is there. */
function Named({ title, children }: { title: Key; children: ReactNode }) {
  return (
    <>
      <PageTitle title={title} />
      <Suspense fallback={<PageLoading />}>{children}</Suspense>
    </>
  );
}

/** The desk for who has one, around whatever page. */
function WithDesk({ children }: { children: ReactNode }) {
  const { user } = useSession();
  // SessionGate's beginning stands until then: no boundary is between.
  use(whatIsFetchedEarly());
  if (!hasDesk(user)) return children;
  return (
    <Boundary>
      <Suspense fallback={<PageLoading />}>
        <DeskProvider>{children}</DeskProvider>
      </Suspense>
    </Boundary>
  );
}

function Pages() {
  const { user } = useSession();
  const t = useText();
  const start = home(user);
  const closed = <NoRight {...(user.role === 'admin' && { detail: t('page.noRightOwn') })} />;
  useEffect(() => rememberHome(start), [start]);
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<Navigate to={start} replace />} />
        <Route path="/desk" element={hasDesk(user) ? <Named title="desk.title"><DeskPage /></Named> : closed} />
        {ROUTES.map(({ path, right, title, Content }) => (
          <Route key={path} path={path} element={may(user, right) ? <Named title={title}><Content /></Named> : closed} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
