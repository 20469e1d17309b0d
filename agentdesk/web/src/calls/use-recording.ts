import { useEffect, useState } from 'react';
import { ApiError } from '../api/client';
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

export type Loading = { state: 'loading' } | { state: 'ready'; loaded: Loaded } | { state: 'failed'; error: unknown };

/** Beyond this many bytes (a little over an hour) a recording is not taken into memory, but played by Range from the server. */
const WHOLE_LIMIT = 64 << 20;
const COLUMNS = 1600;

/**
 * Fetches a recording once, for hearing and for its waveform together: one look
 * at a recording is one row in the audit log. Mount it anew for another one.
 */
export function useRecording({ address, bytes }: Sound): Loading {
  const [loading, setLoading] = useState<Loading>(
    bytes > WHOLE_LIMIT ? { state: 'ready', loaded: { source: address, wave: null } } : { state: 'loading' },
  );
  useEffect(() => {
    if (bytes > WHOLE_LIMIT) return;
    const abort = new AbortController();
    let source = '';
    const load = async () => {
      const response = await fetch(address, { credentials: 'same-origin', signal: abort.signal });
      if (!response.ok) throw new ApiError(response.status);
      const file = await response.arrayBuffer();
      source = URL.createObjectURL(new Blob([file], { type: 'audio/wav' }));
      setLoading({ state: 'ready', loaded: { source, wave: waveform(file, COLUMNS) } });
    };
    load().catch((error: unknown) => {
      if (!abort.signal.aborted) setLoading({ state: 'failed', error });
    });
    return () => {
      abort.abort();
      if (source) URL.revokeObjectURL(source);
    };
  }, [address, bytes]);
  return loading;
}
