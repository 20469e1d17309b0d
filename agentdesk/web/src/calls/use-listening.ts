import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { getWave, sayHeard } from '../api/listenings';
import type { ListeningLink } from '../api/types';
import { newHeard, type Heard } from './heard';
import { waveform, type Waveform } from './wave';

/** A sound that the server keeps. */
export interface Sound {
  id: string;
  duration_ms: number;
  /** Begins to hear it, which is noted. */
  hear: () => Promise<ListeningLink>;
  /** Where a copy is to be had, which is noted too; null: not here. */
  copy: string | null;
  /** Something of it is about to be noted: it began, it was heard, a copy is taken. */
  onNoted?: () => void;
}

export type Loading = { state: 'idle' | 'loading' } | { state: 'ready'; link: ListeningLink } | { state: 'failed'; error: unknown };

/** How often what was heard is said while it plays, so that little is missing when a machine dies. */
const SAID_EVERY_MS = 30_000;

/**
 * A listening, once it is wanted (load): the link by which the sound is played by ranges, its peaks
 * once it plays, and what was played of it told to the server. A look at the page is none. Mount it anew for another sound.
 */
export function useListening({ hear, onNoted }: Sound, media: RefObject<HTMLAudioElement | null>) {
  const [loading, setLoading] = useState<Loading>({ state: 'idle' });
  const [wave, setWave] = useState<Waveform | null>(null);
  const heard = useRef<Heard>(newHeard());
  const link = loading.state === 'ready' ? loading.link : null;

  useEffect(() => {
    const audio = media.current;
    if (!link || !audio) return;
    const abort = new AbortController();
    // The sound comes first: reading an hour for its peaks takes processor and disk from it. And
    // without its peaks a sound is heard as well.
    const draw = () => void getWave(link.id, abort.signal).then((w) => setWave(waveform(w)), () => undefined);
    audio.addEventListener('playing', draw, { once: true, signal: abort.signal });
    return () => abort.abort();
  }, [link, media]);

  // Before the sound can be played: what it reported until an effect came later was not counted.
  useLayoutEffect(() => {
    if (!link) return;
    const log = newHeard();
    heard.current = log;
    const end = () => {
      log.stops(media.current?.currentTime);
      sayHeard(link.id, log.spans(), true);
    };
    const timer = setInterval(() => {
      if (media.current?.paused === false) sayHeard(link.id, log.spans(), false);
    }, SAID_EVERY_MS);
    window.addEventListener('pagehide', end);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', end);
      end();
    };
  }, [link, media]);

  const load = () => {
    if (loading.state === 'loading' || loading.state === 'ready') return;
    setLoading({ state: 'loading' });
    hear().then((one) => {
      setLoading({ state: 'ready', link: one });
      onNoted?.();
    }, failed);
  };
  const failed = (error: unknown) => setLoading({ state: 'failed', error });
  /** What the player does with the sound. */
  const follow = {
    plays: (at: number) => heard.current.plays(at),
    jumps: () => heard.current.stops(),
    pauses: (at: number) => {
      heard.current.stops(at);
      if (!link) return;
      sayHeard(link.id, heard.current.spans(), false);
      onNoted?.();
    },
  };
  return { loading, load, failed, wave, follow };
}
