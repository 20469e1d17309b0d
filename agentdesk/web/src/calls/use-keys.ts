import { useEffect, useEffectEvent, type RefObject } from 'react';
import { hasTurn } from './turn';

/** Goes to a second of a sound. */
export function goToSecond(audio: HTMLAudioElement, at: number): void {
  audio.currentTime = at;
}

/** Plays a sound so many times as fast as it was spoken. */
export function setPace(audio: HTMLAudioElement, rate: number): void {
  audio.playbackRate = rate;
}

/** Keys of the player that has the turn; those typed into a control are the control's. */
export function useKeys(media: RefObject<HTMLAudioElement | null>, actions: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!media.current || !hasTurn(media.current)) return;
    if (event.altKey || event.ctrlKey || event.metaKey || isControl(event.target)) return;
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

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, button, a, [role="combobox"], [contenteditable]') !== null;
}
