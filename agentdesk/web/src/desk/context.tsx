import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { stillSignedIn } from '../api/client';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { DraftStore } from '../tickets/draft-store';
import { Alerts } from './alerts';
import { Desk, type View } from './desk';

interface Value {
  desk: Desk;
  drafts: DraftStore;
}

const Context = createContext<Value | null>(null);

/**
 * The desk of who takes calls or supervises them, from sign-in to sign-out, whatever
 * page is shown: a call goes on while its operator reads a ticket. Others have none.
 */
export function DeskProvider({ children }: { children: ReactNode }) {
  const { user, expire } = useSession();
  const takesCalls = may(user, 'desk');
  const hasDesk = takesCalls || may(user, 'supervise');
  const [value] = useState<Value | null>(() =>
    hasDesk ? { desk: new Desk(stillSignedIn, takesCalls), drafts: new DraftStore(user.username) } : null,
  );
  useEffect(() => {
    if (!value) return;
    value.drafts.prune();
    value.desk.open();
    return () => value.desk.close();
  }, [value]);
  useEffect(() => {
    if (!value) return;
    return value.desk.subscribe(() => {
      if (value.desk.view().desk.link === 'signedOut') expire();
    });
  }, [value, expire]);
  return (
    <Context value={value}>
      {children}
      {value && <Alerts />}
    </Context>
  );
}

/** The desk, or null for people who have none. */
export function useDesk(): Desk | null {
  return use(Context)?.desk ?? null;
}

const NO_VIEW = () => null;
const NO_SUBSCRIPTION = () => () => undefined;

/** What the desk shows, or null for people who have none. */
export function useMaybeView(): View | null {
  const desk = useDesk();
  return useSyncExternalStore<View | null>(desk?.subscribe ?? NO_SUBSCRIPTION, desk?.view ?? NO_VIEW);
}

/** Desk, view and drafts, where only people are who have a desk. */
export function useOperatorDesk(): { desk: Desk; view: View; drafts: DraftStore } {
  const value = use(Context);
  const view = useMaybeView();
  if (!value || !view) throw new Error('useOperatorDesk without a desk');
  return useMemo(() => ({ ...value, view }), [value, view]);
}
