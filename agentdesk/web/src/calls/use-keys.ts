import { useEffect, useEffectEvent, type RefObject } from 'react';
import { hasTurn } from './turn';

/** Goes to a second of a sound. */
export function goToSecond(audio: HTMLAudioElement, at: number): void {
  audio.currentTime = at;
}

/** Plays a sound so many times as fast as it was spoken: also one that is loaded later, which begins at the default. */
export function setPace(audio: HTMLAudioElement, rate: number): void {
  audio.defaultPlaybackRate = rate;
  audio.playbackRate = rate;
}

/** Keys of the player that has the turn; those that the control with the focus takes itself are the control's. */
export function useKeys(media: RefObject<HTMLAudioElement | null>, actions: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!media.current || !hasTurn(media.current)) return;
    if (event.altKey || event.ctrlKey || event.metaKey || takes(event.target, event.key)) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/**
 * Whether a control does something with a key itself. A button does with the space bar alone: who has clicked on "play" goes on by
 * keys. Of the position the player's step is the better one, its own is a tenth of a second.
 */
function takes(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('textarea, select, [role="combobox"], [role="dialog"], [contenteditable]')) return true;
  if (target instanceof HTMLInputElement && target.type !== 'range') return !CHOSEN.has(target.type) || key === ' ' || key.startsWith('Arrow');
  return key === ' ' && target.closest('button, a') !== null;
}

/** Inputs into which nothing is typed. */
const CHOSEN: ReadonlySet<string> = new Set(['radio', 'checkbox']);
