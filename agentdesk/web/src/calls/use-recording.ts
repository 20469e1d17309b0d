import { useEffect, useState } from 'react';
import { ApiError, asWhom } from '../api/client';
import { waveform, type Waveform } from './wave';

/** A sound that the server keeps. */
export interface Sound {
  id: string;
  address: string;
  bytes: number;
  duration_ms: number;
}

export interface Loaded {
  /** What the player plays. */
  source: string;
  wave: Waveform | null;
}

export type Loading = { state: 'idle' | 'loading' } | { state: 'ready'; loaded: Loaded } | { state: 'failed'; error: unknown };

/** Beyond this many bytes (a little over an hour) a recording is not taken into memory, but played by Range from the server. */
const WHOLE_LIMIT = 64 << 20;
const COLUMNS = 1600;

/**
 * Fetches a recording once it is wanted (load), for hearing and for its waveform together:
 * one listening is one row in the audit log, and a look at the page is none. Mount it anew
 * for another one.
 */
export function useRecording({ address, bytes }: Sound): { loading: Loading; load: () => void } {
  const [loading, setLoading] = useState<Loading>({ state: 'idle' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (attempt === 0 || bytes > WHOLE_LIMIT) return;
    const abort = new AbortController();
    let source = '';
    const fetchWhole = async () => {
      const response = await fetch(address, { headers: asWhom(), credentials: 'same-origin', signal: abort.signal });
      if (!response.ok) throw new ApiError(response.status);
      const file = await response.arrayBuffer();
      source = URL.createObjectURL(new Blob([file], { type: 'audio/wav' }));
      setLoading({ state: 'ready', loaded: { source, wave: waveform(file, COLUMNS) } });
    };
    fetchWhole().catch((error: unknown) => {
      if (!abort.signal.aborted) setLoading({ state: 'failed', error });
    });
    return () => {
      abort.abort();
      if (source) URL.revokeObjectURL(source);
    };
  }, [attempt, address, bytes]);
  const load = () => {
    if (loading.state !== 'idle' && loading.state !== 'failed') return;
    setAttempt((n) => n + 1);
    setLoading(bytes > WHOLE_LIMIT ? { state: 'ready', loaded: { source: address, wave: null } } : { state: 'loading' });
  };
  return { loading, load };
}
