// What happened in a call as marks along its recording.

import type { CallDetail, CallEvent } from '../api/types';
import { weCall } from './direction';

export interface Mark {
  /** Seconds from the recording's beginning. */
  at: number;
  event: CallEvent;
  /** From here the flow leads the caller: greeting, menus, questions (telephony/call, StateMenu). */
  menu: boolean;
}

/** What somebody who listens looks for: where the menu is, the queue, the operator, a hold, a consultation, a key. */
const MARKED: ReadonlySet<string> = new Set([
  'call.answered', 'call.queued', 'call.left_queue', 'call.offered', 'call.connected', 'call.held', 'call.resumed', 'call.consulting', 'call.consulted', 'call.consult_ended', 'call.three_way',
  'call.transferred', 'call.emergency', 'call.forwarding', 'call.forwarded', 'call.digit', 'call.looked_up', 'call.taken_over', 'call.operator_lost', 'call.operator_left', 'call.message_left', 'call.rated', 'call.fallback',
]);

/** What brings a caller to the menu, or back to it. The journal has no entry of the menu's own. */
const TO_MENU: ReadonlySet<string> = new Set(['call.answered', 'call.left_queue', 'call.operator_left']);

/** Seconds. Who is queued so soon after the answer has heard no menu. */
const NO_MENU = 0.5;

/** When the recording of a call begins: of one that we place, at its answer. */
export function recordedFrom(call: Pick<CallDetail, 'placed' | 'call_back' | 'started_at' | 'answered_at'>): string {
  return (weCall(call) && call.answered_at) || call.started_at;
}

/** The marks of a recording that began then and lasts so long, in order; ours: it was we who called, and there is no menu. */
export function marksOf(events: readonly CallEvent[], begun: string, seconds: number, ours = false): Mark[] {
  const start = Date.parse(begun);
  const marks = events
    .filter((event) => MARKED.has(event.kind))
    .map((event) => ({ at: (Date.parse(event.at) - start) / 1000, event }))
    .sort((v, w) => v.at - w.at);
  const queued = (at: number) => marks.some((mark) => mark.event.kind === 'call.queued' && mark.at >= at && mark.at - at < NO_MENU);
  return marks
    .map((mark) => ({ ...mark, menu: !ours && TO_MENU.has(mark.event.kind) && !queued(mark.at) }))
    .filter(({ at }) => at >= 0 && at <= seconds);
}

/** A mark is passed when the sound is this far behind it: else "back" would go to where one is. */
const PASSED = 1;

/** The mark before this second, or after it. */
export function nextMark(marks: readonly { at: number }[], at: number, back: boolean): number | null {
  const found = back ? marks.findLast((mark) => mark.at < at - PASSED) : marks.find((mark) => mark.at > at + 0.05);
  return found?.at ?? null;
}
