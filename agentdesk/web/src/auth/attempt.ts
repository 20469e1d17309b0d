import { useEffect, useState } from 'react';
import { ApiError } from '../api/client';

/** What went wrong with a step of signing in. */
export type Trouble = 'wrong' | 'code.wrong' | 'stepGone' | 'tooMany' | 'offline' | 'failed' | 'signOn.second_factors_off';

export type Step = 'password' | 'code';

/** What to tell of a failure; the two steps read 401 and 422 differently. */
export function troubleOf(error: unknown, step: Step): Trouble {
  if (!(error instanceof ApiError) || error.offline) return 'offline';
  switch (error.status) {
    case 429:
      return 'tooMany';
    case 401:
    case 403:
      return step === 'code' ? 'stepGone' : 'wrong';
    case 422:
      return step === 'code' ? 'code.wrong' : 'wrong';
    case 409:
      return step === 'code' ? 'stepGone' : 'signOn.second_factors_off';
    default:
      return 'failed';
  }
}

interface Attempt {
  busy: boolean;
  trouble: Trouble | null;
  /** Milliseconds until the server takes another try; 0: at once. */
  left: number;
  /** Runs one try; what goes wrong is told, and given back. */
  attempt: (run: () => Promise<void>) => Promise<Trouble | null>;
}

/** One step's tries: one at a time, and none while the server wants us to wait. */
export function useAttempt(step: Step): Attempt {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [waitUntil, setWaitUntil] = useState(0);
  const left = useCountdown(waitUntil);
  const attempt = async (run: () => Promise<void>): Promise<Trouble | null> => {
    if (busy || left > 0) return null;
    setBusy(true);
    setTrouble(null);
    try {
      await run();
      return null;
    } catch (error) {
      const found = troubleOf(error, step);
      setTrouble(found);
      if (error instanceof ApiError && error.status === 429) setWaitUntil(Date.now() + error.retryAfter * 1000);
      return found;
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, left, attempt };
}

/** Milliseconds until a moment, counting down by the second; 0 when past. */
function useCountdown(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, Math.ceil((until - now) / 1000) * 1000);
}
