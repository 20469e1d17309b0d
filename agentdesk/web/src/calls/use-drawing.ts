import { useEffect, type RefObject } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { useMode } from '../shell/mode';
import { PALETTES } from '../theme';
import type { Waveform } from './wave';

/** Pixels that each lane is high. */
const LANE = 64;

/** Draws the peaks of a sound of so many seconds into a box, a lane each, with where it plays. */
export function useDrawing(lanes: RefObject<HTMLDivElement | null>, media: RefObject<HTMLAudioElement | null>, wave: Waveform | null, length: number): void {
  const { mode } = useMode();
  useEffect(() => {
    const container = lanes.current;
    const audio = media.current;
    if (!container || !audio || !wave) return;
    const p = PALETTES[mode];
    const drawn = WaveSurfer.create({
      container,
      media: audio,
      peaks: wave.peaks,
      duration: length,
      cursorColor: p.text,
      cursorWidth: 2,
      height: LANE,
      splitChannels: [p.citizen, p.staff].map((colour) => ({ waveColor: `${colour}99`, progressColor: colour, height: LANE })),
    });
    // What is drawn anew (other colours) while the sound rests is told of no change: it would show its beginning.
    drawn.on('ready', () => audio.dispatchEvent(new Event('timeupdate')));
    return () => drawn.destroy();
  }, [wave, length, mode, media, lanes]);
}
