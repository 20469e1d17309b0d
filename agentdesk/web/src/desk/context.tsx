import { createContext, use, useMemo, useSyncExternalStore } from 'react';
import type { DraftStore } from '../tickets/draft-store';
import type { Desk, View } from './desk';

/** What a desk is made of. */
export interface DeskValue {
  desk: Desk;
  drafts: DraftStore;
}

/** Filled by provider.tsx, whose script only those load who have a desk. */
export const DeskContext = createContext<DeskValue | null>(null);

/** The desk, or null for people who have none. */
export function useDesk(): Desk | null {
  return use(DeskContext)?.desk ?? null;
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
  const value = use(DeskContext);
  const view = useMaybeView();
  if (!value || !view) throw new Error('useOperatorDesk without a desk');
  return useMemo(() => ({ ...value, view }), [value, view]);
}
