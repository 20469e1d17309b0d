import type { CallRecord, Recording } from '../api/types';

type Sounds = Pick<CallRecord, 'ended_at' | 'recordings'>;

/** Whether a recording is not there, and never will be: it was lost, or deleted when its time was over. */
export function gone({ state }: Pick<Recording, 'state'>): boolean {
  return state === 'missing' || state === 'deleted';
}

/** Whether a call is over and all its recordings are at rest, so that nothing of it changes any more by itself. */
export function settled({ ended_at, recordings }: Sounds): boolean {
  return Boolean(ended_at) && recordings.every((r) => r.state === 'archived' || gone(r));
}

/** Whether something of a call can be heard, now or soon. */
export function hasSound({ recordings }: Sounds): boolean {
  return recordings.some((r) => !gone(r));
}
