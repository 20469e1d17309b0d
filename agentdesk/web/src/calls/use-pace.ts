import { useEffect, useState, type RefObject } from 'react';
import { remember, remembered } from '../shell/remember';
import { setPace } from './use-keys';

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** Who hears one recording after the other chooses a speed once. */
const STORED = 'hotline.player.speed';

function stored(): Speed {
  return SPEEDS.find((one) => String(one) === remembered(STORED)) ?? 1;
}

/** How fast a sound is played, also one that is loaded later. */
export function usePace(media: RefObject<HTMLAudioElement | null>): [speed: Speed, setSpeed: (speed: Speed) => void] {
  const [speed, setSpeed] = useState(stored);
  useEffect(() => {
    if (media.current) setPace(media.current, speed);
  }, [media, speed]);
  const choose = (next: Speed) => {
    setSpeed(next);
    remember(STORED, String(next));
  };
  return [speed, choose];
}
