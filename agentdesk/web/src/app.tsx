import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { lazy, Suspense, useLayoutEffect, useMemo, useState } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { finalFailure } from './api/queries';
import { home, may, type Right } from './auth/rights';
import { SessionGate, useSession } from './auth/session';
import { DeskProvider } from './desk/context';
import { DeskPage } from './desk/desk-page';
import { useLanguage } from './i18n';
import { Layout } from './shell/layout';
import { ModeContext } from './shell/mode';
import { NoRight, NotFound, PageLoading } from './shell/states';
import { antTheme, applyMode, storedMode, storeMode, type Mode } from './theme';

const CallsPage = lazy(() => import('./calls/calls-page'));
const CallPage = lazy(() => import('./calls/call-page'));
const TicketsPage = lazy(() => import('./tickets/tickets-page'));
const TicketPage = lazy(() => import('./tickets/ticket-page'));
const IncidentsPage = lazy(() => import('./incidents/incidents-page'));
const CallbacksPage = lazy(() => import('./callbacks/callbacks-page'));
const DialplanPage = lazy(() => import('./dialplan/dialplan-page'));
const ShiftsPage = lazy(() => import('./shifts/shifts-page'));
const MessagesPage = lazy(() => import('./messages/messages-page'));
const AuditPage = lazy(() => import('./audit/audit-page'));
const WallboardPage = lazy(() => import('./wallboard/wallboard-page'));
const UnitsPage = lazy(() => import('./units/units-page'));

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
  const guard = (right: Right, page: React.ReactNode) =>
    may(user, right) ? <Suspense fallback={<PageLoading />}>{page}</Suspense> : <NoRight />;
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<Navigate to={home(user)} replace />} />
        <Route path="desk" element={may(user, 'supervise') ? <DeskPage /> : guard('desk', <DeskPage />)} />
        <Route path="calls" element={guard('calls', <CallsPage />)} />
        <Route path="calls/:id" element={guard('calls', <CallPage />)} />
        <Route path="tickets" element={guard('tickets', <TicketsPage />)} />
        <Route path="tickets/:code" element={guard('tickets', <TicketPage />)} />
        <Route path="incidents" element={guard('incidents', <IncidentsPage />)} />
        <Route path="callbacks" element={guard('callbacks', <CallbacksPage />)} />
        <Route path="shifts" element={guard('shifts', <ShiftsPage />)} />
        <Route path="messages" element={guard('messages', <MessagesPage />)} />
        <Route path="audit" element={guard('audit', <AuditPage />)} />
        <Route path="dialplan" element={guard('dialplan', <DialplanPage />)} />
        <Route path="wallboard" element={guard('wallboard', <WallboardPage />)} />
        <Route path="units" element={guard('directory', <UnitsPage />)} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
