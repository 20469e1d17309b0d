import { describe, expect, it } from 'vitest';
import { ACK_LIMIT, BACKOFF, Connection, DeskError, GREETING_LIMIT, type LinkState, type Socket } from './connection';
import type { ClientMessage, Command, ServerMessage, Welcome } from './protocol';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: ClientMessage[] = [];
  closed = false;
  send(data: string) {
    this.sent.push(JSON.parse(data) as ClientMessage);
  }
  close() {
    this.closed = true;
  }
  give(message: ServerMessage) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  drop(code = 1006) {
    this.onclose?.({ code });
  }
  commands() {
    return this.sent.filter((m): m is Command & { id: number } => m.type !== 'hello').map((m) => `${m.id}:${m.type}`);
  }
}

/** A clock that moves only when told to. */
class Clock {
  now = 0;
  #timers: { at: number; run: () => void }[] = [];
  after = (ms: number, run: () => void) => {
    const timer = { at: this.now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  };
  pass(ms: number) {
    const end = this.now + ms;
    for (;;) {
      const next = this.#timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = next.at;
      this.#timers = this.#timers.filter((t) => t !== next);
      next.run();
    }
    this.now = end;
  }
  get armed() {
    return this.#timers.length;
  }
}

function desk(signedIn = true) {
  const clock = new Clock();
  const sockets: FakeSocket[] = [];
  const states: LinkState[] = [];
  const messages: ServerMessage[] = [];
  const welcomes: Welcome[] = [];
  const wanted = { ready: false, reason: 'chuẩn bị' };
  const connection = new Connection({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    after: clock.after,
    wanted: () => wanted,
    signedIn: () => Promise.resolve(signedIn),
    onState: (s) => states.push(s),
    onWelcome: (w) => welcomes.push(w),
    onMessage: (m) => messages.push(m),
  });
  const last = () => {
    const socket = sockets[sockets.length - 1];
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  const welcome = (session: string, resumed: boolean, over: Partial<Welcome> = {}) => {
    last().onopen?.();
    last().give({
      type: 'welcome',
      welcome: { version: 1, session, resumed, last_id: 0, operator: 'op01', name: 'Hà', now: '2026-01-05T01:00:00Z', ...over },
    });
  };
  return { clock, sockets, states, messages, welcomes, wanted, connection, last, welcome };
}

const queue = (seq: number, waiting = seq): ServerMessage => ({
  type: 'queue',
  seq,
  queue: { waiting, ready: 0, busy: 0, signed_in: 1, today: 0 },
});

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    return error instanceof DeskError ? error.code : 'other error';
  }
}

describe('opening', () => {
  it('start→hello→welcome→open', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    expect(d.last().sent[0]).toEqual({ type: 'hello', hello: { version: 1, ready: false, reason: 'chuẩn bị' } });
    expect(d.states).toEqual(['connecting', 'open']);
    expect(d.welcomes).toHaveLength(1);
    expect(d.clock.armed).toBe(0);
  });

  it('no welcome in time→given up, tried again', () => {
    const d = desk();
    d.connection.start();
    d.last().onopen?.();
    d.clock.pass(GREETING_LIMIT);
    expect(d.sockets[0]?.closed).toBe(true);
    d.clock.pass(BACKOFF[0]);
    expect(d.sockets).toHaveLength(2);
  });

  it('other protocol version→outdated, no further attempt', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false, { version: 2 });
    d.clock.pass(60_000);
    expect(d.connection.state).toBe('outdated');
    expect(d.sockets).toHaveLength(1);
  });

  it('frames that are no messages are ignored', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    for (const data of ['', '{', 'null', '[]', '{"type":7}', new ArrayBuffer(2)]) d.last().onmessage?.({ data });
    expect(d.messages).toEqual([]);
    expect(d.connection.state).toBe('open');
  });
});

describe('losing the link', () => {
  it('waits 250 ms, 500 ms, 1 s, 2 s, 2 s, and anew from 250 ms after a welcome', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    for (const wait of [250, 500, 1000, 2000, 2000]) {
      const before = d.sockets.length;
      d.last().drop();
      d.clock.pass(wait - 1);
      expect(d.sockets).toHaveLength(before);
      d.clock.pass(1);
      expect(d.sockets).toHaveLength(before + 1);
    }
    d.welcome('s1', true);
    const before = d.sockets.length;
    d.last().drop();
    d.clock.pass(250);
    expect(d.sockets).toHaveLength(before + 1);
  });

  it('resumes by session and last seq, and keeps the wanted status in hello', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    d.last().give(queue(1));
    d.last().give(queue(2));
    d.wanted.ready = true;
    d.wanted.reason = '';
    d.last().drop();
    d.clock.pass(250);
    d.welcome('s1', true);
    expect(d.last().sent[0]).toEqual({
      type: 'hello',
      hello: { version: 1, session: 's1', last_seq: 2, ready: true, reason: '' },
    });
  });

  it('a message replayed after resuming arrives once, in order', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    d.last().give(queue(1));
    d.last().drop();
    d.clock.pass(250);
    d.welcome('s1', true);
    for (const seq of [1, 2, 2, 3]) d.last().give(queue(seq));
    expect(d.messages.map((m) => m.seq)).toEqual([1, 2, 3]);
  });

  it('a gap in seq→a new session, with a snapshot instead', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    d.last().give(queue(1));
    d.last().give(queue(3));
    expect(d.messages.map((m) => m.seq)).toEqual([1]);
    d.clock.pass(250);
    d.last().onopen?.();
    expect(d.last().sent[0]).toMatchObject({ type: 'hello', hello: { version: 1 } });
    expect(JSON.stringify(d.last().sent[0])).not.toContain('s1');
  });

  it('retryNow does not wait', () => {
    const d = desk();
    d.connection.start();
    d.last().drop();
    d.connection.retryNow();
    expect(d.sockets).toHaveLength(2);
    d.clock.pass(250);
    expect(d.sockets).toHaveLength(2);
  });

  it('not signed in any more→signedOut, no further attempt', async () => {
    const d = desk(false);
    d.connection.start();
    d.last().drop();
    await Promise.resolve();
    expect(d.connection.state).toBe('signedOut');
    d.clock.pass(60_000);
    expect(d.sockets).toHaveLength(1);
  });

  it('a late close of an old socket changes nothing', () => {
    const d = desk();
    d.connection.start();
    const old = d.last();
    const onclose = old.onclose;
    d.welcome('s1', false);
    old.drop();
    d.clock.pass(250);
    d.welcome('s1', true);
    onclose?.({ code: 1006 });
    expect(d.connection.state).toBe('open');
  });
});

describe('commands', () => {
  it('are numbered, and settle with their answer', async () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    const accept = d.connection.send({ type: 'accept', call: 'c1' });
    const hold = d.connection.send({ type: 'hold', call: 'c1' });
    expect(d.last().commands()).toEqual(['1:accept', '2:hold']);
    d.last().give({ type: 'ack', seq: 1, id: 1 });
    d.last().give({ type: 'error', seq: 2, id: 2, error: { code: 'not_now', message: 'Chưa được' } });
    await expect(accept).resolves.toMatchObject({ type: 'ack' });
    expect(await failure(hold)).toBe('not_now');
    expect(d.clock.armed).toBe(0);
  });

  it('unanswered when the link is lost→sent again with the same id', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    void d.connection.send({ type: 'accept', call: 'c1' });
    d.last().drop();
    void d.connection.send({ type: 'hangup', call: 'c1' });
    d.clock.pass(250);
    d.welcome('s1', true);
    expect(d.last().commands()).toEqual(['1:accept', '2:hangup']);
  });

  it('taken up by the server before the link was lost→not sent again, answered by the replay', async () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    const accept = d.connection.send({ type: 'accept', call: 'c1' });
    void d.connection.send({ type: 'hold', call: 'c1' });
    d.last().drop();
    d.clock.pass(250);
    d.welcome('s1', true, { last_id: 1 });
    expect(d.last().commands()).toEqual(['2:hold']);
    d.last().give({ type: 'ack', seq: 1, id: 1 });
    await expect(accept).resolves.toMatchObject({ seq: 1 });
  });

  it.each([
    [4001, 'replaced'],
    [4002, 'outdated'],
  ])('close code %i→%s, no further attempt', (code, state) => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    d.last().drop(code);
    d.clock.pass(60_000);
    expect(d.connection.state).toBe(state);
    expect(d.sockets).toHaveLength(1);
  });

  it('answered twice (replay and repeat)→settles once', async () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    const ready = d.connection.send({ type: 'ready' });
    d.last().drop();
    d.clock.pass(250);
    d.welcome('s1', true, { last_id: 1 });
    d.last().give({ type: 'ack', seq: 1, id: 1 });
    d.last().give({ type: 'ack', seq: 2, id: 1 });
    await expect(ready).resolves.toMatchObject({ seq: 1 });
  });

  it('server restarted→numbered anew; offers and digits fail instead of being doubled', async () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    void d.connection.send({ type: 'ready' }); // 1, answered
    d.last().give({ type: 'ack', seq: 1, id: 1 });
    const offer = d.connection.send({ type: 'media.offer', sdp: 'v=0' });
    const digit = d.connection.send({ type: 'dtmf', call: 'c1', digits: '5' });
    void d.connection.send({ type: 'hangup', call: 'c1' });
    d.last().drop();
    d.clock.pass(250);
    d.welcome('s2', false);
    expect(await failure(offer)).toBe('link_down');
    expect(await failure(digit)).toBe('link_down');
    expect(d.last().commands()).toEqual(['1:hangup']);
    d.last().give(queue(1));
    expect(d.messages.at(-1)?.seq).toBe(1);
  });

  it('no answer within the limit→the link counts as dead', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    void d.connection.send({ type: 'hold', call: 'c1' });
    d.clock.pass(ACK_LIMIT);
    expect(d.connection.state).toBe('waiting');
    d.clock.pass(BACKOFF[0]);
    d.welcome('s1', true);
    expect(d.last().commands()).toEqual(['1:hold']);
  });

  it('an offence (1008) is not repeated', async () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    const bad = d.connection.send({ type: 'dtmf', call: 'c1', digits: 'x' });
    d.last().drop(1008);
    expect(await failure(bad)).toBe('link_down');
    d.clock.pass(250);
    d.welcome('s1', true);
    expect(d.last().commands()).toEqual([]);
  });
});

describe('ending', () => {
  it('replaced→no further attempt; commands fail; start takes the desk back', async () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    const hold = d.connection.send({ type: 'hold', call: 'c1' });
    d.last().give({ type: 'replaced', seq: 1 });
    expect(await failure(hold)).toBe('link_down');
    expect(await failure(d.connection.send({ type: 'ready' }))).toBe('link_down');
    d.clock.pass(60_000);
    expect(d.sockets).toHaveLength(1);
    d.connection.start();
    d.welcome('s2', false);
    expect(d.connection.state).toBe('open');
  });

  it('stop says bye and leaves no timer behind', () => {
    const d = desk();
    d.connection.start();
    d.welcome('s1', false);
    d.connection.stop();
    expect(d.sockets[0]?.commands()).toEqual(['1:bye']);
    expect(d.sockets[0]?.closed).toBe(true);
    expect(d.clock.armed).toBe(0);
  });
});
