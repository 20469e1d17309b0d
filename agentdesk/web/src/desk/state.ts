// What the desk shows, as a pure function of what the server said. The reducer
// decides nothing about the call: that is the server's; it only keeps in view
// what the operator still needs when the server has moved on, such as the call
// whose ticket is open (form) after that call has ended.

import type { LinkState } from './connection';
import type { Call, Card, Fault, Queue, ServerMessage, Status, Welcome } from './protocol';

/** The call that the ticket form is about, with what is known of its caller. */
export interface FormCall {
  call: Call;
  card: Card | null;
}

export interface DeskState {
  link: LinkState;
  /** Was there ever a link? Before that, "reconnecting" would be a lie. */
  everOpen: boolean;
  operator: string;
  name: string;
  /** Server clock minus this browser's, in ms. */
  offset: number;
  status: Status | null;
  /** The operator's call; an ended one stays (gone is set) until the next. */
  call: Call | null;
  card: Card | null;
  /** The call that a shift leader supervises: another's. */
  watched: Call | null;
  /** How the last supervision ended, until the next; null: the leader has the call now, or there was none. */
  watchEnded: Call | null;
  /** How a shift leader's part in the operator's own call has ended; null: it has not, or there was none. */
  supervised: { call: string; by: string; how: 'left' | 'takenOver' } | null;
  queue: Queue | null;
  media: 'up' | 'down';
  form: FormCall | null;
  /** The last command that was refused, or a call lost, until the operator has seen it. */
  error: Trouble | null;
}

/** How a call to a citizen may end without them, other than by the operator's word: a call-back, or one that she placed. */
const UNREACHED = { busy: 'back_busy', no_answer: 'back_no_answer', rejected: 'back_rejected', no_number: 'back_no_number', network: 'back_network', fax: 'back_fax', yielded: 'back_yielded' } as const;
const NOT_REACHED = { busy: 'out_busy', no_answer: 'out_no_answer', rejected: 'out_rejected', no_number: 'out_no_number', network: 'out_network', fax: 'out_fax' } as const;

/** A refusal of the server's, or our own: a call that was gone when the link came back, a call-back that reached nobody. */
export type Trouble = Omit<Fault, 'code'> & { code: Fault['code'] | 'call_lost' | (typeof UNREACHED)[keyof typeof UNREACHED] | (typeof NOT_REACHED)[keyof typeof NOT_REACHED] };

export const INITIAL: DeskState = {
  link: 'closed',
  everOpen: false,
  operator: '',
  name: '',
  offset: 0,
  status: null,
  call: null,
  card: null,
  watched: null,
  watchEnded: null,
  supervised: null,
  queue: null,
  media: 'down',
  form: null,
  error: null,
};

export type DeskEvent =
  | { kind: 'link'; link: LinkState }
  | { kind: 'welcome'; welcome: Welcome; now: number }
  | { kind: 'message'; message: ServerMessage }
  | { kind: 'openForm'; form: FormCall }
  | { kind: 'closeForm' }
  | { kind: 'formCard'; card: Card }
  | { kind: 'error'; error: Trouble | null };

const HANDLED = new Set(['connecting', 'talking', 'held', 'recovering']);

/** A call that has not gone from this operator. */
export type LiveCall = Call & { gone?: undefined };

/** What to say of words that are not recorded: of the operator's call, also while its ticket is written, or of the call that a leader supervises. */
export function unrecorded({ call, watched }: Pick<DeskState, 'call' | 'watched'>): 'unrecorded.told' | 'unrecorded.watched' | null {
  if (watched) return watched.unrecorded ? 'unrecorded.watched' : null;
  return call?.unrecorded ? 'unrecorded.told' : null;
}

/** Is this call the operator's at this moment (offered or later, not gone)? */
export function isLive(call: Call | null): call is LiveCall {
  return call !== null && !call.gone && call.state !== 'ended';
}

export function reduce(state: DeskState, event: DeskEvent): DeskState {
  switch (event.kind) {
    case 'link':
      return { ...state, link: event.link, everOpen: state.everOpen || event.link === 'open' };
    case 'welcome':
      return {
        ...state,
        operator: event.welcome.operator,
        name: event.welcome.name,
        offset: Date.parse(event.welcome.now) - event.now,
      };
    case 'openForm':
      return { ...state, form: event.form };
    case 'closeForm':
      return { ...state, form: null };
    case 'formCard':
      return state.form?.call.id === event.card.call ? { ...state, form: { ...state.form, card: event.card } } : state;
    case 'error':
      return { ...state, error: event.error };
    case 'message':
      return message(state, event.message);
  }
}

function message(state: DeskState, m: ServerMessage): DeskState {
  switch (m.type) {
    case 'snapshot': {
      if (!m.snapshot) return state;
      const { status, queue, media } = m.snapshot;
      const watched = m.snapshot.watched ?? null;
      const watchEnded = watched ? null : (state.watched ?? state.watchEnded);
      const next = { ...state, status, queue, watched, watchEnded, media: media === 'up' ? 'up' : 'down' } as const;
      const card = m.snapshot.card ?? null;
      if (m.snapshot.call) return withCall({ ...withCard({ ...next, card: null }, card), call: null }, withConnectedAt(m.snapshot.call, state));
      return vanished(next);
    }
    case 'status':
      return m.status ? { ...state, status: m.status } : state;
    case 'call':
      if (!m.call) return state;
      if (!m.call.watching) return withCall(unwatched(state, m.call.id), m.call);
      return { ...state, watched: m.call.gone ? null : m.call, watchEnded: m.call.gone ? m.call : null };
    case 'card':
      return withCard(state, m.card ?? null);
    case 'queue':
      return m.queue ? { ...state, queue: m.queue } : state;
    case 'media':
      return { ...state, media: m.media === 'up' ? 'up' : 'down' };
    case 'error':
      return m.error ? { ...state, error: m.error } : state;
    case 'welcome':
    case 'media.answer':
    case 'ack':
    case 'replaced':
      return state;
  }
}

/** Taken over, the watched call is the leader's own. */
function unwatched(state: DeskState, id: string): DeskState {
  return state.watched?.id === id ? { ...state, watched: null, watchEnded: null } : state;
}

function withCall(state: DeskState, told: Call): DeskState {
  const call = withConnectedAt(told, state);
  const card = state.card?.call === call.id ? state.card : null;
  let form = state.form;
  if (form?.call.id === call.id) form = { call, card: card ?? form.card };
  else if (isLive(call) && HANDLED.has(call.state)) form = { call, card };
  state = { ...state, supervised: supervisionEnded(state, call) };
  if (!unreached(call)) return { ...state, call, card, form };
  // There is nothing to file; what was typed all the same stays among the drafts.
  if (form?.call.id === call.id) form = null;
  const codes: Readonly<Record<string, Trouble['code']>> = call.placed ? NOT_REACHED : UNREACHED;
  const code = isLive(state.call) && state.call.id === call.id ? codes[call.end_reason ?? ''] : undefined;
  return { ...state, call, card, form, error: code ? { code, message: '' } : state.error };
}

/** Whoever supervised the call before does so no more, or has it now. */
function supervisionEnded({ call: before, supervised }: DeskState, call: Call): DeskState['supervised'] {
  const mine = before?.id === call.id && isLive(before);
  const by = (mine && before.leader) || '';
  if (mine && call.gone === 'taken_over') return { call: call.id, by, how: 'takenOver' };
  if (by !== '' && isLive(call) && !call.leader) return { call: call.id, by, how: 'left' };
  return supervised?.call === call.id && !(isLive(call) && call.leader) ? supervised : null;
}

/** A call of ours to a citizen that has ended, and the operator has spoken with nobody. */
function unreached(call: Call): boolean {
  const machine = call.end_reason === 'fax' || call.end_reason === 'voicemail';
  return (call.call_back === true || call.placed === true) && call.gone === 'ended' && (machine || !call.connected_at);
}

/** A server that took the call over after a restart does not know since when they talk; the desk does. */
function withConnectedAt(call: Call, { call: present, form }: DeskState): Call {
  const before = [present, form?.call].find((known) => known?.id === call.id)?.connected_at;
  return call.connected_at || !before ? call : { ...call, connected_at: before };
}

function withCard(state: DeskState, card: Card | null): DeskState {
  if (!card) return state;
  const form = state.form?.call.id === card.call ? { ...state.form, card } : state.form;
  return { ...state, card, form };
}

/** The server knows of no call of ours (it restarted, and the caller is gone): what was live has ended. */
function vanished(state: DeskState): DeskState {
  if (!isLive(state.call)) return state;
  const call: Call = { ...state.call, state: 'ended', gone: 'ended' };
  const form = state.form?.call.id === call.id ? { ...state.form, call } : state.form;
  const lost = HANDLED.has(state.call.state);
  return { ...state, call, form, error: lost ? { code: 'call_lost', message: '' } : state.error };
}

/** What the call bar is about at this moment. */
export type Phase =
  | 'offline' | 'paused' | 'ready' | 'offered' | 'connecting'
  | 'talking' | 'held' | 'recovering' | 'wrapup' | 'unavailable';

export function phase(state: DeskState): Phase {
  return cut(state) && isLive(state.call) && HANDLED.has(state.call.state) ? 'recovering' : toldPhase(state);
}

/** Without the link nobody can say how a call stands, least of all that it goes on as before. */
export function cut(state: DeskState): boolean {
  return state.everOpen && (state.link === 'waiting' || state.link === 'connecting');
}

/** Is it unknown who hears whom? Also without audio nobody hears her, whatever was said of the call last. */
export function unsure(state: DeskState): boolean {
  return cut(state) || (state.media === 'down' && isLive(state.call) && (state.call.state === 'talking' || state.call.state === 'held'));
}

/** As the server said last. */
function toldPhase(state: DeskState): Phase {
  if (isLive(state.call)) {
    switch (state.call.state) {
      case 'offered':
      case 'connecting':
      case 'talking':
      case 'held':
      case 'recovering':
        return state.call.state;
      case 'arriving':
      case 'menu':
      case 'forwarding':
      case 'forwarded':
      case 'queued':
      case 'ended':
        break;
    }
  }
  switch (state.status?.status) {
    case undefined:
    case 'offline':
      return 'offline';
    case 'busy':
      return 'connecting';
    case 'offered':
      return 'ready';
    case 'paused':
    case 'ready':
    case 'wrapup':
    case 'unavailable':
      return state.status.status;
  }
}
