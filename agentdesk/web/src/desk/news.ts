// What is worth saying aloud about a change of the call, for who cannot see it.

import type { Key, Translate } from '../i18n';
import type { LinkState } from './connection';
import { inSentences, leftWith, outcome } from './hearing';
import type { Call } from './protocol';
import { isLive, phase, unrecorded, type DeskState, type Phase } from './state';

export interface Facts {
  now: Phase;
  muted: boolean;
  link: LinkState;
  call: string;
  /** We call the citizen. */
  callBack: boolean;
  gone: string;
  /** The citizen has left, and the operator goes on with an emergency service. */
  left: boolean;
  /** An emergency service was asked for in it. */
  emergency: boolean;
  officer: string;
  urgent: boolean;
  nth: number;
  of: number;
  /** What became of the last telephone outside, as a key; "" while there is one. */
  ended: Key | '';
  leader: NonNullable<Call['mode']> | '';
  /** How another's call is supervised, as a shift leader. */
  watch: NonNullable<Call['mode']> | '';
  watched: string;
  /** Something that is said aside is not recorded, in the own call or in the one that is supervised. */
  unrecorded: 'unrecorded.told' | 'unrecorded.watched' | '';
  /** Who has ordered a break, and why. */
  ordered: { by: string; reason: string } | null;
}

export function factsOf(desk: DeskState, muted: boolean): Facts {
  const call = isLive(desk.call) ? desk.call : null;
  return {
    now: phase(desk),
    muted,
    link: desk.link,
    call: desk.call?.id ?? '',
    callBack: desk.call?.call_back === true,
    gone: call ? '' : (desk.call?.gone ?? ''),
    left: call?.left === true,
    emergency: call?.emergency === true,
    officer: call?.officer?.phase ?? '',
    urgent: call?.officer?.urgent === true,
    nth: call?.officer?.nth ?? 0,
    of: call?.officer?.of ?? 0,
    ended: (call && outcome(call)) ?? '',
    leader: (call?.leader && call.mode) || '',
    watch: desk.watched?.mode ?? '',
    watched: desk.watched?.id ?? '',
    unrecorded: unrecorded(desk) ?? '',
    ordered: desk.status?.pause ?? null,
  };
}

/** What interrupts whatever is being read: a call, and every change of who hears the operator. */
export const URGENT: ReadonlySet<Key> = new Set<Key>([
  'say.offered', 'say.offeredUrgent', 'say.callBack', 'say.calling', 'say.urgent', 'say.urgentJoined', 'say.swapped', 'say.nobody', 'say.left', 'say.leader.whisper', 'say.leader.barge', 'say.leaderGone', 'say.takenOver',
  'hears.briefed', 'hears.aside', 'hears.joined', 'hears.back.joined', 'hears.calledOn', 'hears.left.calling', 'hears.left.joined', 'hears.left.nobody', 'say.leftNobody', 'say.watch.whisper', 'say.watch.barge', 'say.took', 'pauseOf.told', 'pauseOf.toldInCall', 'unrecorded.told', 'unrecorded.watched',
]);

/** The most important of what has changed; null for nothing. */
export function news(was: Facts, is: Facts): Key | null {
  if (was.link === 'open' && is.link === 'waiting') return 'say.lost';
  if (was.link !== 'open' && is.link === 'open' && was.now !== 'offline') return 'say.back';
  if (was.muted !== is.muted && was.now === is.now) return is.muted ? 'say.muted' : 'say.unmuted';
  if (!was.unrecorded && is.unrecorded) return is.unrecorded;
  if (!was.ordered && is.ordered) return is.call && is.gone === '' ? 'pauseOf.toldInCall' : 'pauseOf.told';
  if (was.watch !== is.watch) {
    if (is.watch) return `say.watch.${is.watch}`;
    return was.watched === is.call ? 'say.took' : 'say.watchEnded';
  }
  if (was.call === is.call && is.gone === '') {
    if (is.left) return ofLeft(was, is) ?? ofLeader(was, is);
    const told = ofOfficer(was, is) ?? ofLeader(was, is);
    if (told) return told;
  }
  return was.now === is.now ? null : ofPhase(was, is);
}

function ofOfficer(was: Facts, is: Facts): Key | null {
  if (is.officer === 'calling' && was.officer === 'calling' && is.nth > was.nth) return 'say.callingNext';
  if (is.officer === was.officer) return null;
  switch (is.officer) {
    case 'calling':
      if (is.urgent) return 'say.urgent';
      return is.nth > 1 ? 'say.callingNext' : 'say.calling';
    case 'briefed':
      return 'hears.briefed';
    case 'aside':
      return 'hears.aside';
    case 'waiting':
      return 'say.swapped';
    case 'joined':
      if (is.now === 'recovering' || is.now === 'connecting') return 'hears.back.joined';
      return is.urgent ? 'say.urgentJoined' : 'hears.joined';
    default:
      // She is not there herself, and told when she is.
      if (is.now === 'recovering' || is.now === 'connecting') return null;
      // Nobody is there any more. Let go by the operator: the phase says the rest.
      if (is.ended === '') return was.now === is.now ? 'hears.talk' : null;
      return is.now === 'held' ? 'say.nobody' : 'say.left';
  }
}

/** With the citizen away all that counts is with whom the operator still speaks. */
function ofLeft(was: Facts, is: Facts): Key | null {
  if (is.now === 'recovering') return was.now === is.now ? null : 'say.recovering';
  if (is.now !== 'talking') return null;
  if (was.left && was.now === is.now) {
    if (is.officer === was.officer) return is.officer === 'calling' && is.nth > was.nth ? 'say.callingNext' : null;
    if (is.officer === '' && is.ended !== '') return 'say.leftNobody';
  }
  return leftWith(is.officer);
}

function ofLeader(was: Facts, is: Facts): Key | null {
  if (was.leader === is.leader) return null;
  return is.leader ? `say.leader.${is.leader}` : 'say.leaderGone';
}

function ofPhase(was: Facts, is: Facts): Key | null {
  switch (is.now) {
    case 'offered':
      if (is.emergency) return 'say.offeredUrgent';
      return is.callBack ? 'say.callBack' : 'say.offered';
    case 'talking':
      if (is.officer === 'calling' && is.urgent) return 'say.urgent'; // it rings since before she was away
      if (is.officer === 'joined') return is.urgent ? 'say.urgentJoined' : 'hears.joined';
      return is.ended ? 'say.left' : 'say.talking';
    case 'held':
      return is.ended ? 'say.nobody' : 'say.held';
    case 'recovering':
      return 'say.recovering';
    case 'offline':
    case 'paused':
    case 'ready':
    case 'connecting':
    case 'wrapup':
    case 'unavailable':
      if (!is.gone) return null;
      if (is.gone === 'transferred') return 'say.transferred';
      if (is.gone === 'calling') return 'hears.calledOn';
      if (is.gone === 'taken_over') return 'say.takenOver';
      return was.now === 'offered' ? 'say.gone' : 'say.ended';
  }
}

export interface Names {
  caller: string;
  /** Whose telephone outside is called. */
  called: string;
  /** Whom we have called, in a call of ours to an office. */
  callee?: string;
}

/** The words: {who} is the caller, but whoever is called where an officer is spoken of. */
export function inWords(key: Key, is: Facts, { caller, called, callee = '' }: Names, t: Translate): string {
  const named = is.ended ? `${called}: ${t(is.ended)}` : '';
  const what = named && key === 'say.offeredUrgent' ? `${named}.` : named;
  const who = key === 'say.offered' || key === 'say.offeredUrgent' || key === 'say.callBack' || key === 'say.talking' ? caller : called;
  return t(key, { ...inSentences(callee, t), who, what, n: is.nth, of: is.of, by: is.ordered?.by ?? '', reason: is.ordered?.reason ?? '' });
}
