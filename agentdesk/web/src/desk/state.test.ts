import { describe, expect, it } from 'vitest';
import type { Call, Card, Queue, ServerMessage, Status } from './protocol';
import { INITIAL, isLive, phase, reduce, type DeskState, unsure } from './state';

const status = (s: Status['status']): Status => ({ status: s, since: '2026-01-05T01:00:00Z' });
const queue: Queue = { waiting: 0, ready: 0, busy: 0, signed_in: 1, today: 5 };
const call = (id: string, part: Partial<Call> = {}): Call => ({ id, from: '0912345678', to: '02251022', state: 'offered', arrived_at: '2026-01-05T01:00:00Z', ...part });
const card = (id: string, name = 'Bình'): Card => ({ call: id, number: '0912345678', name, calls: [], tickets: [], complete: true });

function after(...messages: ServerMessage[]): DeskState {
  return messages.reduce((state, message) => reduce(state, { kind: 'message', message }), INITIAL);
}
const offered = [{ type: 'status', status: status('offered') }, { type: 'call', call: call('c1') }, { type: 'card', card: card('c1') }] satisfies ServerMessage[];
const talking: ServerMessage = { type: 'call', call: call('c1', { state: 'talking' }) };
const ended: ServerMessage = { type: 'call', call: call('c1', { state: 'ended', gone: 'ended' }) };

describe('the desk', () => {
  it('offered→shown before it is accepted, the form not yet', () => {
    const s = after(...offered);
    expect([phase(s), s.card?.name, s.form]).toEqual(['offered', 'Bình', null]);
  });

  it('accepted→the form opens with the caller’s card', () => {
    const s = after(...offered, talking);
    expect([phase(s), s.form?.call.id, s.form?.card?.name]).toEqual(['talking', 'c1', 'Bình']);
  });

  it('ended→wrap-up, the form stays', () => {
    const s = after(...offered, talking, { type: 'status', status: status('wrapup') }, ended);
    expect([phase(s), isLive(s.call), s.form?.call.gone]).toEqual(['wrapup', false, 'ended']);
  });

  it('the next call rings while the last one’s form is open→form unchanged until it is accepted', () => {
    const ringing = [...offered, talking, ended, { type: 'call', call: call('c2') }, { type: 'card', card: card('c2', 'Hoa') }] satisfies ServerMessage[];
    expect(after(...ringing).form?.call.id).toBe('c1');
    expect(after(...ringing, { type: 'call', call: call('c2', { state: 'connecting' }) }).form).toMatchObject({ call: { id: 'c2' }, card: { name: 'Hoa' } });
  });

  it('offer withdrawn→gone, no form', () => {
    const s = after(...offered, { type: 'status', status: status('ready') }, { type: 'call', call: call('c1', { state: 'queued', gone: 'withdrawn' }) });
    expect([phase(s), s.form]).toEqual(['ready', null]);
  });

  it('a card of another call is not shown with this one', () => {
    expect(after(...offered, talking, { type: 'card', card: card('c9', 'Khác') }).form?.card?.name).toBe('Bình');
  });

  it('a card found for the form→shown there only; the ringing caller’s stays', () => {
    const s = after(...offered, talking, ended, { type: 'call', call: call('c2') }, { type: 'card', card: card('c2', 'Hoa') });
    const found = reduce(s, { kind: 'formCard', card: card('c1', 'Lan') });
    expect([found.form?.card?.name, found.card?.name]).toEqual(['Lan', 'Hoa']);
    expect(reduce(s, { kind: 'formCard', card: card('c7') })).toBe(s);
  });

  it('snapshot with the live call (restart)→as before', () => {
    const s = after(...offered, talking, { type: 'snapshot', snapshot: { status: status('busy'), call: call('c1', { state: 'recovering' }), card: card('c1'), queue, media: 'down' } });
    expect([phase(s), s.media, s.form?.call.state]).toEqual(['recovering', 'down', 'recovering']);
  });

  it('taken over without the time of connection→the desk’s own', () => {
    const since = '2026-01-05T01:00:07Z';
    const before = after(...offered, { type: 'call', call: call('c1', { state: 'talking', connected_at: since }) });
    const snapshot: ServerMessage = { type: 'snapshot', snapshot: { status: status('busy'), call: call('c1', { state: 'recovering' }), queue, media: 'down' } };
    const taken = reduce(before, { kind: 'message', message: snapshot });
    const reloaded = reduce({ ...INITIAL, form: before.form }, { kind: 'message', message: snapshot });
    expect([taken.call?.connected_at, taken.form?.call.connected_at, reloaded.call?.connected_at]).toEqual([since, since, since]);
    expect(reduce(taken, { kind: 'message', message: talking }).call?.connected_at).toBe(since);
  });

  it('link lost in a conversation→reconnecting, until it is back', () => {
    const at = (link: DeskState['link'], ...messages: ServerMessage[]) => phase({ ...after(...messages), everOpen: true, link });
    expect([at('open', ...offered, talking), at('waiting', ...offered, talking), at('connecting', ...offered, talking)]).toEqual(['talking', 'recovering', 'recovering']);
    expect([at('waiting', ...offered), at('waiting', ...offered, talking, ended)]).toEqual(['offered', 'ready']);
  });

  it('link or audio lost in a conversation→who hears whom is not known', () => {
    const at = (link: DeskState['link'], media: DeskState['media'], ...messages: ServerMessage[]) => unsure({ ...after(...messages), everOpen: true, link, media });
    expect([at('open', 'up', ...offered, talking), at('waiting', 'up', ...offered, talking), at('open', 'down', ...offered, talking)]).toEqual([false, true, true]);
    expect([at('open', 'down', ...offered), at('open', 'down', ...offered, talking, ended)]).toEqual([false, false]);
  });

  it('snapshot without the live call→it has ended, the form stays', () => {
    const s = after(...offered, talking, { type: 'snapshot', snapshot: { status: status('ready'), queue, media: 'up' } });
    expect([phase(s), s.form?.call.gone, s.error?.code]).toEqual(['ready', 'ended', 'call_lost']);
  });

  it.each([
    ['fax', { connected_at: '2026-01-05T01:00:07Z' }, 'back_fax'],
    ['voicemail', { connected_at: '2026-01-05T01:00:07Z' }, undefined],
    ['busy', {}, 'back_busy'],
    ['network', {}, 'back_network'],
    ['yielded', {}, 'back_yielded'],
  ])('call-back that met %s→ready, no form', (end_reason, part, code) => {
    const back = { call_back: true, ...part };
    const live: ServerMessage = { type: 'call', call: call('c1', { state: 'connecting', ...back }) };
    const over: ServerMessage = { type: 'call', call: call('c1', { state: 'ended', gone: 'ended', end_reason, ...back }) };
    const s = after(...offered, live, { type: 'status', status: status('ready') }, over);
    expect([phase(s), s.form, s.error?.code]).toEqual(['ready', null, code]);
    expect(reduce({ ...s, error: null }, { kind: 'message', message: over }).error).toBeNull();
  });

  it('call-back that was spoken on→the form stays', () => {
    const back = { call_back: true, connected_at: '2026-01-05T01:00:07Z' };
    const s = after(...offered, { type: 'call', call: call('c1', { state: 'talking', ...back }) }, { type: 'call', call: call('c1', { state: 'ended', gone: 'ended', end_reason: 'hangup', ...back }) });
    expect(s.form?.call.id).toBe('c1');
  });

  it('requeued→no longer ours, the form stays', () => {
    const s = after(...offered, talking, { type: 'call', call: call('c1', { state: 'queued', gone: 'requeued' }) });
    expect([isLive(s.call), s.form?.call.gone]).toEqual([false, 'requeued']);
  });

  it.each<[Status['status'], string]>([
    ['offline', 'offline'],
    ['paused', 'paused'],
    ['ready', 'ready'],
    ['busy', 'connecting'],
    ['wrapup', 'wrapup'],
    ['unavailable', 'unavailable'],
    // The call itself follows or has just gone; nothing rings that cannot be answered.
    ['offered', 'ready'],
  ])('status %s without a call→%s', (s, shown) => {
    expect(phase(after({ type: 'status', status: status(s) }))).toBe(shown);
  });

  it('a watched call stands beside the leader’s own, and ends no ticket', () => {
    const watched = (part: Partial<Call> = {}): ServerMessage => ({ type: 'call', call: call('c7', { state: 'talking', watching: true, operator: 'op02', ...part }) });
    const s = after(...offered, talking, ended, watched());
    expect([s.watched?.operator, s.call?.id, s.form?.call.id]).toEqual(['op02', 'c1', 'c1']);
    const left = after(...offered, talking, ended, watched(), watched({ gone: 'ended' }));
    expect([left.watched, left.watchEnded?.id, left.form?.call.id]).toEqual([null, 'c7', 'c1']);
  });

  it('taken over→the leader’s own call, with its form', () => {
    const s = after({ type: 'call', call: call('c7', { state: 'talking', watching: true }) }, { type: 'call', call: call('c7', { state: 'talking' }) });
    expect([s.watched, s.watchEnded, s.call?.id, s.form?.call.id, phase(s)]).toEqual([null, null, 'c7', 'c7', 'talking']);
  });

  it('a snapshot tells what is watched, and what no longer is', () => {
    const snapshot = (watched?: Call): ServerMessage => ({ type: 'snapshot', snapshot: { status: status('paused'), queue, media: 'up', ...(watched ? { watched } : {}) } });
    const s = after(snapshot(call('c7', { state: 'talking', watching: true })));
    expect(s.watched?.id).toBe('c7');
    expect(reduce(s, { kind: 'message', message: snapshot() })).toMatchObject({ watched: null, watchEnded: { id: 'c7' } });
  });

  it('a placed call that reached nobody→said plainly, no form, and no promise to call again', () => {
    const live: ServerMessage = { type: 'call', call: call('c1', { state: 'connecting', placed: true }) };
    const over: ServerMessage = { type: 'call', call: call('c1', { state: 'ended', gone: 'ended', end_reason: 'busy', placed: true }) };
    const s = after(live, over);
    expect([s.form, s.error?.code]).toEqual([null, 'out_busy']);
  });

  it('the server’s clock is taken from welcome', () => {
    const welcome = { version: 1, session: 's', resumed: false, last_id: 0, operator: 'op01', name: 'Lan', now: '2026-01-05T01:00:10Z' };
    expect(reduce(INITIAL, { kind: 'welcome', welcome, now: Date.parse('2026-01-05T01:00:00Z') }).offset).toBe(10_000);
  });

  it('supervision: its end is kept until the leader is back or the next call', () => {
    const watched: ServerMessage = { type: 'call', call: call('c1', { state: 'talking', leader: 'truongca', mode: 'listen' }) };
    expect(after(...offered, watched).supervised).toBeNull();
    expect(after(...offered, watched, talking).supervised).toEqual({ call: 'c1', by: 'truongca', how: 'left' });
    expect(after(...offered, watched, talking, talking).supervised?.how).toBe('left');
    expect(after(...offered, watched, talking, watched).supervised).toBeNull();
    expect(after(...offered, watched, ended).supervised).toBeNull(); // with the call: nothing to say of it
    expect(after(...offered, watched, { type: 'call', call: call('c1', { state: 'talking', gone: 'taken_over' }) }).supervised).toEqual({ call: 'c1', by: 'truongca', how: 'takenOver' });
    expect(after(...offered, watched, talking, { type: 'call', call: call('c2') }).supervised).toBeNull();
  });
});
