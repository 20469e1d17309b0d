import { describe, expect, it } from 'vitest';
import { text } from '../i18n';
import { factsOf, inWords, news, type Facts } from './news';
import type { Call } from './protocol';
import { INITIAL } from './state';

const at = (call: Partial<Call>, muted = false): Facts =>
  factsOf({ ...INITIAL, link: 'open', everOpen: true, call: { id: 'c1', from: '0912345678', to: '02251022', state: 'talking', arrived_at: '2026-01-05T01:00:00Z', ...call } }, muted);

const talking = at({});
const calling = at({ state: 'held', officer: { phase: 'calling', nth: 1, of: 2 } });
const second = at({ state: 'held', officer: { phase: 'calling', nth: 2, of: 2 } });
const briefed = at({ state: 'held', officer: { phase: 'briefed', nth: 1, of: 2 } });
const aside = at({ state: 'held', officer: { phase: 'aside' } });
const waiting = at({ officer: { phase: 'waiting' } });
const joined = at({ officer: { phase: 'joined' } });
const urgent = at({ officer: { phase: 'calling', urgent: true, nth: 1, of: 1 } });
const ringing = { phase: 'calling' as const, urgent: true, nth: 1, of: 1 };
const service = { phase: 'joined' as const, urgent: true, unit: '113' };
const leftCalling = at({ left: true, officer: { phase: 'calling', urgent: true, nth: 1, of: 2 } });
const leftSecond = at({ left: true, officer: { phase: 'calling', urgent: true, nth: 2, of: 2 } });
const leftJoined = at({ left: true, officer: service });
const leftNobody = at({ left: true, officer: { outcome: 'busy', unit: '113' } });
const leftAway = at({ left: true, state: 'recovering', officer: { ...service, phase: 'waiting' } });
const nobody = at({ state: 'held', officer: { outcome: 'no-answer' } });

const unreached = at({ id: 'c2', state: 'offered', emergency: true, officer: { unit: '113', urgent: true, outcome: 'no-answer' } });

const cut = { number: '0225300001', outcome: 'cut' };

const watching = (mode: 'listen' | 'whisper' | 'barge'): Facts => ({ ...at({ gone: 'ended' }), watch: mode, watched: 'c2' });

describe('what is said aloud', () => {
  it.each<[string, Facts, Facts, string | null]>([
    ['an officer is called', talking, calling, 'say.calling'],
    ['the next one', calling, second, 'say.callingNext'],
    ['nobody pressed 1: the next one', briefed, second, 'say.callingNext'],
    ['answered', calling, briefed, 'hears.briefed'],
    ['pressed 1', briefed, aside, 'hears.aside'],
    ['swapped', aside, waiting, 'say.swapped'],
    ['back', waiting, aside, 'hears.aside'],
    ['all together', waiting, joined, 'hears.joined'],
    ['nobody answers', second, nobody, 'say.nobody'],
    ['the officer hangs up, all were together', joined, at({ officer: { outcome: 'hung_up' } }), 'say.left'],
    ['taken back', aside, talking, 'say.talking'],
    ['let go, all were together', joined, talking, 'hears.talk'],
    ['113 is called', talking, urgent, 'say.urgent'],
    ['113 answers', urgent, at({ officer: { phase: 'joined', urgent: true } }), 'say.urgentJoined'],
    ['113 rings on, and she is back', at({ state: 'recovering', officer: ringing }), urgent, 'say.urgent'],
    ['113 answers before she is back', at({ state: 'recovering', officer: ringing }), at({ state: 'recovering', officer: service }), 'hears.back.joined'],
    ['and she is back', at({ state: 'connecting', officer: service }), at({ officer: service }), 'say.urgentJoined'],
    ['113 rings on without her', at({ state: 'recovering', officer: ringing }), at({ gone: 'calling' }), 'hears.calledOn'],
    ['an officer was cut off, and she is back', at({ state: 'connecting', officer: cut }), at({ state: 'held', officer: cut }), 'say.nobody'],
    ['she is not back yet', calling, at({ state: 'recovering', officer: cut }), 'say.recovering'],
    ['accepted, and 113 did not come', unreached, at({ id: 'c2', officer: { unit: '113', urgent: true, outcome: 'no-answer' } }), 'say.left'],
    ['rings', at({ gone: 'ended' }), at({ id: 'c2', state: 'offered' }), 'say.offered'],
    ['an emergency rings', at({ gone: 'ended' }), unreached, 'say.offeredUrgent'],
    ['handed over', joined, at({ gone: 'transferred' }), 'say.transferred'],
    ['taken over', talking, at({ gone: 'taken_over' }), 'say.takenOver'],
    ['a leader listens', talking, at({ leader: 'truongca', mode: 'listen' }), 'say.leader.listen'],
    ['and whispers', at({ leader: 'truongca', mode: 'listen' }), at({ leader: 'truongca', mode: 'whisper' }), 'say.leader.whisper'],
    ['and leaves', at({ leader: 'truongca', mode: 'listen' }), talking, 'say.leaderGone'],
    ['a leader, of who takes over', watching('whisper'), at({ id: 'c2' }), 'say.took'],
    ['a leader, who begins', at({ gone: 'ended' }), watching('listen'), 'say.watch.listen'],
    ['a leader, who is heard from now on', watching('listen'), watching('barge'), 'say.watch.barge'],
    ['a leader, who leaves', watching('barge'), at({ gone: 'ended' }), 'say.watchEnded'],
    ['paused by a leader', talking, { ...talking, ordered: { by: 'Hương', reason: 'Họp' } }, 'pauseOf.toldInCall'],
    ['not recorded', aside, at({ state: 'held', officer: { phase: 'aside' }, unrecorded: true }), 'unrecorded.told'],
    ['of a call that a leader hears', watching('listen'), { ...watching('listen'), unrecorded: 'unrecorded.watched' }, 'unrecorded.watched'],
    ['muted', talking, at({}, true), 'say.muted'],
    ['on hold', talking, at({ state: 'held' }), 'say.held'],
    ['the citizen leaves while 113 rings', urgent, leftCalling, 'hears.left.calling'],
    ['the next number', leftCalling, leftSecond, 'say.callingNext'],
    ['113 answers the operator alone', leftSecond, leftJoined, 'hears.left.joined'],
    ['the citizen leaves while 113 speaks', at({ officer: service }), leftJoined, 'hears.left.joined'],
    ['113 does not answer', leftSecond, leftNobody, 'say.leftNobody'],
    ['and is called once more', leftNobody, leftCalling, 'hears.left.calling'],
    ['the connection is lost', leftJoined, leftAway, 'say.recovering'],
    ['and back', leftAway, leftJoined, 'hears.left.joined'],
    ['it is over', leftJoined, at({ gone: 'ended' }), 'say.ended'],
    ['nothing', talking, talking, null],
  ])('%s', (_, was, is, said) => {
    expect(news(was, is)).toBe(said);
  });

  it('names who is meant', () => {
    const vi = (key: Parameters<typeof text>[0], values?: Parameters<typeof text>[2]) => text(key, 'vi', values);
    expect(inWords('say.callingNext', second, { caller: '0912', called: 'Bình' }, vi)).toBe('Đang gọi số 2 trên 2: Bình.');
    expect(inWords('say.nobody', nobody, { caller: '0912', called: 'Bình' }, vi)).toBe('Bình: không nghe máy. Người dân nghe nhạc: F2 nói tiếp, F4 gọi người khác, F6 soạn phiếu chuyển.');
    expect(inWords('hears.left.joined', leftJoined, { caller: '0912', called: '113' }, vi)).toBe('Người gọi đã RỜI MÁY; bạn vẫn đang nói với 113.');
    expect(inWords('say.leftNobody', leftNobody, { caller: '0912', called: '113' }, vi)).toBe('113: máy bận. Người gọi đã rời máy: F8 gọi lại, F9 kết thúc.');
    expect(inWords('say.offeredUrgent', unreached, { caller: '0912', called: '113' }, vi)).toBe('Cuộc gọi KHẨN CẤP từ 0912. 113: không nghe máy. Nhấn F10 để nhận.');
    expect(inWords('say.talking', talking, { caller: '0912', called: 'Bình' }, vi)).toBe('Đã nối máy với 0912');
  });
});
