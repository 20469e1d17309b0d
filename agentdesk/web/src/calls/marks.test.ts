import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../api/types';
import { marksOf, nextMark, recordedFrom } from './marks';

const event = (kind: string, second: number): CallEvent => ({ kind, at: new Date(Date.UTC(2026, 10, 28, 1, 0, second)).toISOString(), data: null });

describe('marks along a recording', () => {
  const events = [event('call.connected', 20), event('call.arrived', 0), event('call.digit', 5), event('operator.status', 6), event('call.held', 40), event('call.digit', 99)];

  it('stand where something happened that is heard, within the recording', () => {
    expect(marksOf(events, events[1]?.at ?? '', 60).map(({ at, event: e }) => [at, e.kind])).toEqual([[5, 'call.digit'], [20, 'call.connected'], [40, 'call.held']]);
    expect(marksOf(events, event('', 30).at, 60).map(({ at }) => at)).toEqual([10]);
  });

  it('count from the answer of a call that we place, which rings unrecorded', () => {
    const times = { started_at: event('', 0).at, answered_at: event('', 15).at };
    expect(recordedFrom({ ...times, placed: false, call_back: false })).toBe(times.started_at);
    expect(recordedFrom({ ...times, placed: true, call_back: false })).toBe(times.answered_at);
    expect(recordedFrom({ ...times, placed: false, call_back: true })).toBe(times.answered_at);
    expect(recordedFrom({ ...times, answered_at: null, placed: true, call_back: false })).toBe(times.started_at);
  });

  it('name the menu where a caller comes to it, and comes back', () => {
    const inMenu = (kinds: CallEvent[], ours = false) => marksOf(kinds, event('', 0).at, 60, ours).filter(({ menu }) => menu).map(({ at }) => at);
    const long = [event('call.answered', 1), event('call.queued', 9), event('call.left_queue', 20), event('call.queued', 25), event('call.connected', 30), event('call.operator_left', 50)];
    expect(inMenu(long)).toEqual([1, 20, 50]);
    expect(inMenu([event('call.answered', 1), event('call.queued', 1)])).toEqual([]); // straight into the queue: no menu was heard
    expect(inMenu([event('call.answered', 1)], true)).toEqual([]); // whom we called hears none
  });

  it('are gone to one after the other, both ways', () => {
    const marks = [{ at: 5 }, { at: 20 }];
    expect(nextMark(marks, 0, false)).toBe(5);
    expect(nextMark(marks, 5, false)).toBe(20);
    expect(nextMark(marks, 20, false)).toBeNull();
    expect(nextMark(marks, 20.5, true)).toBe(5);
    expect(nextMark(marks, 22, true)).toBe(20);
    expect(nextMark(marks, 5, true)).toBeNull();
  });
});
