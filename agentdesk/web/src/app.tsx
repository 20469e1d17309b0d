import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useMatch } from 'react-router';
import { finalFailure } from './api/queries';
import { hasDesk, may } from './auth/rights';
import { SessionGate, useSession } from './auth/session';
import { useLanguage, type Key } from './i18n';
import { activation, desk, home, ROUTES } from './pages';
import { rememberHome } from './early';
import { Layout } from './shell/layout';
import { ModeContext } from './shell/mode';
import { PageTitle } from './shell/page-title';
import { Boundary, NoRight, NotFound, PageLoading } from './shell/states';
import { antTheme, applyMode, storedMode, storeMode, type Mode } from './theme';

const Activation = lazy(activation.page);
const DeskProvider = lazy(desk.provider);
const DeskPage = lazy(desk.page);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !finalFailure(error),
      refetchOnWindowFocus: false,
      // What the browser takes for being offline says nothing about our server on the local network.
      networkMode: 'always',
    },
  },
});

export function App() {
  const language = useLanguage();
  const [mode, setMode] = useState<Mode>(storedMode);
  useLayoutEffect(() => applyMode(mode), [mode]);
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
  const theme = useMemo(() => antTheme(mode), [mode]);
  return (
    <ModeContext value={chosen}>
      <ConfigProvider locale={language === 'vi' ? viVN : enUS} theme={theme} getPopupContainer={besideTrigger} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <Entry />
          </BrowserRouter>
        </QueryClientProvider>
      </ConfigProvider>
    </ModeContext>
  );
}

/** Everything but choosing a password is for who is signed in. */
function Entry() {
  if (useMatch(activation.path)) return <Suspense fallback={<PageLoading />}><Activation /></Suspense>;
  return (
    <SessionGate>
      <WithDesk>
        <Pages />
      </WithDesk>
    </SessionGate>
  );
}

/** What pops up belongs to the part of the page that it was opened from, for screen readers too. */
function besideTrigger(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('.ant-modal, section, header, footer, main') ?? document.body;
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
  const start = home(user);
  useEffect(() => rememberHome(start), [start]);
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<Navigate to={start} replace />} />
        <Route path="/desk" element={hasDesk(user) ? <Named title="desk.title"><DeskPage /></Named> : <NoRight />} />
        {ROUTES.map(({ path, right, title, Content }) => (
          <Route key={path} path={path} element={may(user, right) ? <Named title={title}><Content /></Named> : <NoRight />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
