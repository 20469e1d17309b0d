import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { Suspense, useLayoutEffect, useMemo, useState } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { finalFailure } from './api/queries';
import { may } from './auth/rights';
import { SessionGate, useSession } from './auth/session';
import { DeskProvider } from './desk/context';
import { DeskPage } from './desk/desk-page';
import { useLanguage } from './i18n';
import { home, ROUTES } from './pages';
import { Layout } from './shell/layout';
import { ModeContext } from './shell/mode';
import { NoRight, NotFound, PageLoading } from './shell/states';
import { antTheme, applyMode, storedMode, storeMode, type Mode } from './theme';

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
        <AntApp component={false}>
          <QueryClientProvider client={queries}>
            <BrowserRouter>
              <SessionGate>
                <DeskProvider>
                  <Pages />
                </DeskProvider>
              </SessionGate>
            </BrowserRouter>
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </ModeContext>
  );
}

/** What pops up belongs to the part of the page that it was opened from, for screen readers too. */
function besideTrigger(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('.ant-modal, section, header, footer, main') ?? document.body;
}

function Pages() {
  const { user } = useSession();
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<Navigate to={home(user)} replace />} />
        <Route path="/desk" element={may(user, 'supervise') || may(user, 'desk') ? <DeskPage /> : <NoRight />} />
        {ROUTES.map(({ path, right, Content }) => (
          <Route key={path} path={path} element={may(user, right) ? <Suspense fallback={<PageLoading />}><Content /></Suspense> : <NoRight />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
