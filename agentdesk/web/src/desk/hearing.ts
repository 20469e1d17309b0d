// Who hears whom, for the drawing and in words. The server alone knows (call.hears);
// here is only how it is put, and the own microphone, which may be off.

import type { Key, Translate } from '../i18n';
import type { Call } from './protocol';

export type Party = 'citizen' | 'operator' | 'officer' | 'leader';

/** A call as one of its parties sees it, with their own microphone on or off. */
export interface Scene {
  call: Call;
  me: 'operator' | 'leader';
  muted: boolean;
}

/** Of two parties: both hear each other, the first alone is heard (forth) or hears (back), or neither. */
export type Link = 'both' | 'forth' | 'back' | 'none';

/** How a party stands to whom the drawing is for. */
export type Tone = 'self' | 'with' | 'oneway' | 'waits' | 'rings';

/** What stands at a party. */
export interface Part {
  tone: Tone;
  caption: Key;
  values?: Readonly<Record<string, number>>;
}

/** Whom a party hears. Whose microphone is off is heard by nobody. */
export function hears({ call, me, muted }: Scene, party: Party): readonly string[] {
  const heard = call.hears?.[party] ?? [];
  return muted ? heard.filter((other) => other !== me) : heard;
}

export function link(scene: Scene, a: Party, b: Party): Link {
  const forth = hears(scene, b).includes(a);
  const back = hears(scene, a).includes(b);
  if (forth && back) return 'both';
  if (forth) return 'forth';
  return back ? 'back' : 'none';
}

/** Who is in the call, in the drawing's order. */
export function present({ call }: Scene): readonly Party[] {
  return (['citizen', 'operator', 'officer', 'leader'] as const).filter((party) => {
    switch (party) {
      case 'citizen':
        return true;
      case 'operator':
        return call.state !== 'forwarding' && call.state !== 'forwarded';
      case 'officer':
        return call.officer?.phase !== undefined;
      case 'leader':
        return Boolean(call.leader);
    }
  });
}

/** How a party is, as the one whom the scene is for should read it. */
export function part(scene: Scene, party: Party): Part {
  if (party === scene.me) return self(scene);
  switch (party) {
    case 'citizen':
      return citizen(scene);
    case 'operator':
      return beside(scene, party) ?? { tone: 'waits', caption: 'part.away' };
    case 'officer':
      return officer(scene);
    case 'leader':
      return { tone: scene.call.mode === 'listen' ? 'oneway' : 'with', caption: `part.${scene.call.mode ?? 'listen'}` };
  }
}

function self(scene: Scene): Part {
  if (scene.muted) return { tone: 'self', caption: 'part.selfMuted' };
  // A shift leader who only listens is nobody that one speaks with.
  const partners = present(scene).filter((other) => other !== scene.me && (other !== 'leader' || scene.call.mode !== 'listen'));
  const heard = partners.some((other) => hears(scene, other).includes(scene.me));
  return { tone: 'self', caption: heard ? 'part.heard' : 'part.alone' };
}

function citizen(scene: Scene): Part {
  const { call } = scene;
  if (call.left === true) return { tone: 'waits', caption: 'part.left' };
  if (others(scene)) return { tone: 'waits', caption: 'part.withOther' };
  if (call.state === 'connecting') {
    const rings = (call.call_back === true || call.placed === true) && !call.connected_at;
    return rings ? { tone: 'rings', caption: 'part.rings' } : { tone: 'waits', caption: 'part.connecting' };
  }
  return beside(scene, 'citizen') ?? { tone: 'waits', caption: call.state === 'forwarding' ? 'part.ringback' : 'part.music' };
}

function officer(scene: Scene): Part {
  const { phase, nth = 0, of = 0 } = scene.call.officer ?? {};
  switch (phase) {
    case 'calling':
      return of > 1 ? { tone: 'rings', caption: 'part.callingNth', values: { n: nth, of } } : { tone: 'rings', caption: 'part.rings' };
    case 'briefed':
      return { tone: 'rings', caption: 'part.briefed' };
    case 'aside':
    case 'waiting':
    case 'joined':
    case undefined:
      return beside(scene, 'officer') ?? { tone: 'waits', caption: others(scene) ? 'part.withOther' : 'part.music' };
  }
}

/** Citizen and officer speak with each other, and neither hears me nor is heard by me. */
function others(scene: Scene): boolean {
  const apart = link(scene, scene.me, 'citizen') === 'none' && link(scene, scene.me, 'officer') === 'none';
  return apart && link(scene, 'citizen', 'officer') === 'both';
}

/** Somebody who hears me, or whom I hear; null: neither. */
function beside(scene: Scene, party: Party): Part | null {
  switch (link(scene, scene.me, party)) {
    case 'both':
    case 'forth':
      return { tone: 'with', caption: 'part.talks' };
    case 'back':
      return { tone: 'oneway', caption: scene.muted && scene.me === 'operator' ? 'part.muted' : 'part.apart' };
    case 'none':
      return null;
  }
}

/** The one sentence that an operator must not misread, with {who} is called; null while there is nothing to say. */
export function sentence({ call, muted }: Scene): Key | null {
  switch (call.state) {
    case 'connecting':
    case 'recovering':
      return onTheWay(call);
    case 'held':
    case 'talking':
      return muted ? 'hears.muted' : spoken(call);
    case 'arriving':
    case 'menu':
    case 'queued':
    case 'offered':
    case 'forwarding':
    case 'forwarded':
    case 'ended':
      return null;
  }
}

/** Who hears the shift leader, before anything else; muted: by their own key. */
export function leadersSentence(scene: Scene, muted: boolean): Key {
  const { mode } = scene.call;
  if (mode === 'listen') return 'watch.said.listen';
  if (muted) return 'watch.said.muted';
  // Asked for, and not yet so.
  if (!mode || part(scene, 'leader').caption === 'part.alone') return 'watch.said.joining';
  if (mode !== 'barge') return `watch.said.${mode}`;
  const deaf = present(scene).filter((party) => party !== 'leader' && !hears(scene, party).includes('leader'));
  if (deaf.includes('citizen')) return deaf.length === present(scene).length - 1 ? 'watch.said.joining' : 'watch.said.notCitizen';
  return deaf.includes('officer') ? 'watch.said.notOfficer' : 'watch.said.barge';
}

/** The operator is not there yet, or not there again. */
function onTheWay(call: Call): Key {
  if (call.left) return 'hears.left.recovering';
  switch (call.officer?.phase) {
    case 'calling':
      return 'hears.back.calling';
    case 'joined':
      return 'hears.back.joined';
    default:
      return call.state === 'connecting' ? 'hears.connecting' : 'hears.recovering';
  }
}

function spoken(call: Call): Key {
  if (call.left) return leftWith(call.officer?.phase);
  switch (call.officer?.phase) {
    case 'calling':
      return call.officer.urgent ? 'hears.urgent' : 'hears.calling';
    case 'briefed':
      return 'hears.briefed';
    case 'aside':
      return 'hears.aside';
    case 'waiting':
      return 'hears.waiting';
    case 'joined':
      return 'hears.joined';
    case undefined:
      if (call.state !== 'held') return 'hears.talk';
      // Who was called is not to be had: the citizen hears her again by her own key, and not before.
      return outcome(call) ? 'hears.nobody' : 'hears.held';
  }
}

/** The citizen has left, and the operator goes on with an emergency service. */
export function leftWith(phase: string | undefined): 'hears.left.calling' | 'hears.left.joined' | 'hears.left.nobody' {
  if (phase === 'calling') return 'hears.left.calling';
  return phase ? 'hears.left.joined' : 'hears.left.nobody';
}

const OUTCOMES = ['busy', 'no-answer', 'rejected', 'no-number', 'cancelled', 'failed', 'unjoined', 'unconfirmed', 'hung_up', 'cut'] as const;

/** Whom the call is with, as the sentences name them: a citizen, or the office that we called. */
export function inSentences(name: string, t: Translate): Readonly<Record<'citizen' | 'Citizen' | 'CITIZEN', string>> {
  const citizen = name || t('party.theCitizen');
  return { citizen, Citizen: citizen.charAt(0).toUpperCase() + citizen.slice(1), CITIZEN: citizen.toUpperCase() };
}

/** What became of the last telephone outside; null while somebody is there, and when nobody was called. */
export function outcome(call: Call): Key | null {
  const { phase, outcome: how } = call.officer ?? {};
  if (phase || !how) return null;
  const known = OUTCOMES.find((one) => one === how);
  return known ? `ended.${known}` : 'ended.other';
}

/** May this be asked of the call now? The server says. */
export function can(call: Call | null, wish: string): boolean {
  return call !== null && !call.gone && (call.can ?? []).includes(wish);
}
