// What happened in a call as marks along its recording.

import type { CallEvent } from '../api/types';

export interface Mark {
  /** Seconds from the recording's beginning. */
  at: number;
  event: CallEvent;
}

/** What somebody who listens looks for: where the menu is, the queue, the operator, a hold, a consultation, a key. */
const MARKED: ReadonlySet<string> = new Set([
  'call.answered', 'call.queued', 'call.offered', 'call.connected', 'call.held', 'call.resumed', 'call.consulting', 'call.consulted', 'call.consult_ended', 'call.three_way',
  'call.transferred', 'call.emergency', 'call.forwarding', 'call.forwarded', 'call.digit', 'call.looked_up', 'call.taken_over', 'call.operator_lost', 'call.message_left', 'call.rated', 'call.fallback',
]);

/** The marks of a recording that began then and lasts so long, in order. */
export function marksOf(events: readonly CallEvent[], begun: string, seconds: number): Mark[] {
  const start = Date.parse(begun);
  return events
    .filter((event) => MARKED.has(event.kind))
    .map((event) => ({ at: (Date.parse(event.at) - start) / 1000, event }))
    .filter(({ at }) => at >= 0 && at <= seconds)
    .sort((v, w) => v.at - w.at);
}

/** A mark is passed when the sound is this far behind it: else "back" would go to where one is. */
const PASSED = 1;

/** The mark before this second, or after it. */
export function nextMark(marks: readonly { at: number }[], at: number, back: boolean): number | null {
  const found = back ? marks.findLast((mark) => mark.at < at - PASSED) : marks.find((mark) => mark.at > at + 0.05);
  return found?.at ?? null;
}
