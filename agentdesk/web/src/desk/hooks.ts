import { useEffect, useEffectEvent, useState } from 'react';
import { actionOf, type Action } from './keys';

/**
 * The desk's keys, wherever the focus is. A key of ours never reaches the
 * browser (F7 would switch caret browsing on, F10 open a menu), also when its
 * action is not possible now; a handler left out leaves the key to others.
 */
export function useKeys(handlers: Partial<Record<Action, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = actionOf(event);
    const handler = action ? handlers[action] : undefined;
    if (!handler) return;
    event.preventDefault();
    if (!event.repeat) handler();
  });
  useEffect(() => {
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, []);
}

/** The time, again and again: for clocks on the screen. Keep it in small components. */
export function useNow(every = 500): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/**
 * Gives the focus once ready, if nothing has it: what had it is gone from the
 * page, or nobody has touched the page yet. A field in use is never left.
 */
export function useFocusIfNone(focus: () => void, ready = true): void {
  const give = useEffectEvent(focus);
  useEffect(() => {
    const now = document.activeElement;
    if (ready && (now === null || now === document.body || now.id === 'main')) give();
  }, [ready]);
}
