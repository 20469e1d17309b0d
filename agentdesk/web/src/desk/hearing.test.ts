import { describe, expect, it } from 'vitest';
import { can, leadersSentence, link, outcome, part, present, sentence, type Party, type Scene } from './hearing';
import type { Call } from './protocol';

const scene = (told: Partial<Call>, more: Partial<Scene> = {}): Scene => ({
  call: { id: 'c1', from: '0912345678', to: '02251022', state: 'talking', arrived_at: '2026-01-05T01:00:00Z', ...told },
  me: 'operator',
  muted: false,
  ...more,
});

const talking = scene({ hears: { citizen: ['operator'], operator: ['citizen'] } });
const held = scene({ state: 'held' });
const calling = scene({ state: 'held', officer: { phase: 'calling', number: '0225300002', nth: 2, of: 3 } });
const briefed = scene({ state: 'held', officer: { phase: 'briefed' } });
const aside = scene({ state: 'held', officer: { phase: 'aside' }, hears: { operator: ['officer'], officer: ['operator'] } });
const waiting = scene({ officer: { phase: 'waiting' }, hears: { operator: ['citizen'], citizen: ['operator'] } });
const joined = scene({
  officer: { phase: 'joined' },
  hears: { operator: ['citizen', 'officer'], citizen: ['operator', 'officer'], officer: ['citizen', 'operator'] },
});
const urgent = scene({ officer: { phase: 'calling', urgent: true, unit: '113' }, hears: { citizen: ['operator'], operator: ['citizen'] } });

const together = { operator: ['officer'], officer: ['operator'] };
const leftCalling = scene({ left: true, officer: { phase: 'calling', urgent: true, unit: '113' } });
const leftJoined = scene({ left: true, officer: { phase: 'joined', urgent: true, unit: '113' }, hears: together });
const leftNobody = scene({ left: true, officer: { outcome: 'busy', unit: '113' } });
const leftAway = scene({ left: true, state: 'recovering', officer: { phase: 'waiting', urgent: true, unit: '113' } });

const backCalling = scene({ state: 'recovering', officer: { phase: 'calling', urgent: true, unit: '113' } });
const backJoined = scene({ state: 'recovering', officer: { phase: 'joined', urgent: true, unit: '113' }, hears: { citizen: ['officer'], officer: ['citizen'] } });

describe('who hears whom', () => {
  it.each<[string, Scene, string, string, string | null]>([
    // citizen, officer, and the sentence
    ['a conversation', talking, 'with part.talks', '-', 'hears.talk'],
    ['on hold', held, 'waits part.music', '-', 'hears.held'],
    ['nobody is to be had', scene({ state: 'held', officer: { outcome: 'busy' } }), 'waits part.music', '-', 'hears.nobody'],
    ['an officer is called', calling, 'waits part.music', 'rings part.callingNth', 'hears.calling'],
    ['told what it is about', briefed, 'waits part.music', 'rings part.briefed', 'hears.briefed'],
    ['aside', aside, 'waits part.music', 'with part.talks', 'hears.aside'],
    ['swapped', waiting, 'with part.talks', 'waits part.music', 'hears.waiting'],
    ['all together', joined, 'with part.talks', 'with part.talks', 'hears.joined'],
    ['113 rings', urgent, 'with part.talks', 'rings part.rings', 'hears.urgent'],
    ['113 rings, the citizen has left', leftCalling, 'waits part.left', 'rings part.rings', 'hears.left.calling'],
    ['with 113, the citizen has left', leftJoined, 'waits part.left', 'with part.talks', 'hears.left.joined'],
    ['nobody there, and the citizen has left', leftNobody, 'waits part.left', '-', 'hears.left.nobody'],
    ['113 waits, the citizen has left', leftAway, 'waits part.left', 'waits part.music', 'hears.left.recovering'],
    ['113 rings, the operator is on her way back', backCalling, 'waits part.music', 'rings part.rings', 'hears.back.calling'],
    ['and is being joined', scene({ ...backCalling.call, state: 'connecting' }), 'waits part.connecting', 'rings part.rings', 'hears.back.calling'],
    ['with 113, the operator is on her way back', backJoined, 'waits part.withOther', 'waits part.withOther', 'hears.back.joined'],
    ['connecting', scene({ state: 'connecting' }), 'waits part.connecting', '-', 'hears.connecting'],
    ['a placed call rings', scene({ state: 'connecting', placed: true }), 'rings part.rings', '-', 'hears.connecting'],
    ['offered', scene({ state: 'offered' }), 'waits part.music', '-', null],
    ['muted', { ...talking, muted: true }, 'oneway part.muted', '-', 'hears.muted'],
    ['muted aside', { ...aside, muted: true }, 'waits part.music', 'oneway part.muted', 'hears.muted'],
  ])('%s', (_, at, citizen, officer, said) => {
    const read = (party: Party) => (present(at).includes(party) ? `${part(at, party).tone} ${part(at, party).caption}` : '-');
    expect([read('citizen'), read('officer'), sentence(at)]).toEqual([citizen, officer, said]);
  });

  it('who waits hears nobody, in both directions', () => {
    expect([link(aside, 'citizen', 'operator'), link(aside, 'operator', 'officer'), link(aside, 'citizen', 'officer')]).toEqual(['none', 'both', 'none']);
    expect([link(joined, 'citizen', 'officer'), link({ ...joined, muted: true }, 'operator', 'citizen')]).toEqual(['both', 'back']);
  });

  it('the operator knows when nobody hears', () => {
    expect([part(talking, 'operator').caption, part(held, 'operator').caption, part({ ...joined, muted: true }, 'operator').caption]).toEqual([
      'part.heard', 'part.alone', 'part.selfMuted',
    ]);
  });

  it('a shift leader is shown to the operator, and sees for themselves who hears them', () => {
    const hears = { citizen: ['operator'], operator: ['citizen', 'leader'], leader: ['citizen', 'operator'] };
    const whispering = scene({ hears, leader: 'truongca', mode: 'whisper' });
    const own: Scene = { ...whispering, me: 'leader' };
    expect([part(whispering, 'leader').caption, part(whispering, 'operator').caption]).toEqual(['part.whisper', 'part.heard']);
    expect([part(own, 'operator').caption, part(own, 'citizen'), part(own, 'leader').caption]).toEqual([
      'part.talks', { tone: 'oneway', caption: 'part.apart' }, 'part.heard',
    ]);
    const listening: Scene = { ...own, call: { ...own.call, mode: 'listen', hears: { ...hears, operator: ['citizen'] } } };
    expect([part(listening, 'operator').caption, part(listening, 'leader').caption]).toEqual(['part.apart', 'part.alone']);
  });

  it('who speaks with the shift leader alone is heard', () => {
    const hears = { operator: ['leader'], leader: ['operator'] };
    const rings = scene({ state: 'held', officer: { phase: 'calling' }, hears, leader: 'truongca', mode: 'whisper' });
    expect([part(rings, 'operator').caption, part({ ...rings, call: { ...rings.call, mode: 'listen' } }, 'operator').caption]).toEqual(['part.heard', 'part.alone']);
  });

  it('who barges in is told whom they do not reach', () => {
    const barging = (told: Partial<Call>): string => leadersSentence(scene({ leader: 'truongca', mode: 'barge', ...told }, { me: 'leader' }), false);
    const all = { citizen: ['operator', 'leader'], operator: ['citizen', 'leader'], leader: ['citizen', 'operator'] };
    const asideHears = { operator: ['officer', 'leader'], officer: ['operator', 'leader'], leader: ['operator', 'officer'] };
    expect(barging({ hears: all })).toBe('watch.said.barge');
    expect(barging({ hears: asideHears, state: 'held', officer: { phase: 'aside' } })).toBe('watch.said.notCitizen');
    expect(barging({ hears: all, officer: { phase: 'waiting' } })).toBe('watch.said.notOfficer');
    expect(barging({ hears: { citizen: ['operator'], operator: ['citizen'], leader: ['citizen', 'operator'] } })).toBe('watch.said.joining');
  });

  it('after the hand-over the operator is not there', () => {
    expect(present(scene({ state: 'forwarded', officer: { phase: 'joined' }, leader: 'truongca' }, { me: 'leader' }))).toEqual(['citizen', 'officer', 'leader']);
  });

  it.each([
    [{ outcome: 'no-answer' }, 'ended.no-answer'],
    [{ outcome: 'hung_up' }, 'ended.hung_up'],
    [{ outcome: 'something new' }, 'ended.other'],
    [{ phase: 'calling' as const, outcome: 'busy' }, null],
    [{}, null],
    [undefined, null],
  ])('the last one: %o', (officer, said) => {
    expect(outcome(scene({ officer }).call)).toBe(said);
  });

  it('only what the server allows, and nothing of a call that is gone', () => {
    const { call } = scene({ can: ['swap'] });
    expect([can(call, 'swap'), can(call, 'complete'), can({ ...call, gone: 'ended' }, 'swap'), can(scene({}).call, 'swap'), can(null, 'swap')]).toEqual([
      true, false, false, false, false,
    ]);
  });
});
