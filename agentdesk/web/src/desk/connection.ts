// Connection keeps one desk session with the server over WebSockets that come and go.
//
//   closed ─start─► connecting ─welcome─► open
//                       ▲                  │ socket lost, no ack in time, gap in seq
//                       └──── waiting ◄────┘ 250 ms, 500 ms, 1 s, 2 s, 2 s …
//   any ─► replaced (desk opened elsewhere) · outdated (other protocol version) · signedOut · closed (stop)
//
// It promises: a command is sent until the server has answered it, in order, and
// the server carries it out once (ids); a server message reaches onMessage once
// and in order (seq). When the server no longer knows the session (restart), the
// commands that still make sense are numbered anew and sent again; an SDP offer
// or a DTMF digit is not: it fails with link_down, since doing it twice would be
// worse than not doing it.

import {
  parse,
  VERSION,
  type ClientMessage,
  type Command,
  type Fault,
  type ServerMessage,
  type Welcome,
} from './protocol';

export type LinkState = 'closed' | 'connecting' | 'open' | 'waiting' | 'replaced' | 'outdated' | 'signedOut';

/** The part of WebSocket that is used; tests bring their own. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface ConnectionOptions {
  open: () => Socket;
  /** Calls back after ms; the result cancels it. */
  after: (ms: number, callback: () => void) => () => void;
  /** The routing status wanted, said in every hello. */
  wanted: () => { ready: boolean; reason: string };
  /** Asked after an attempt that never opened: is the person still signed in? */
  signedIn: () => Promise<boolean>;
  onState: (state: LinkState) => void;
  onWelcome: (welcome: Welcome) => void;
  onMessage: (message: ServerMessage) => void;
}

/** Waiting times before a new attempt, in ms; the last one repeats. */
export const BACKOFF = [250, 500, 1000, 2000] as const;
/** Opening the socket and being welcomed may take this long, in ms. */
export const GREETING_LIMIT = 5000;
/** An unanswered command means a dead link after this time, in ms. */
export const ACK_LIMIT = 5000;

const CLOSE = { policy: 1008, tooBig: 1009, replaced: 4001, version: 4002 } as const;

const NOT_REPEATED: ReadonlySet<string> = new Set(['media.offer', 'dtmf', 'echo']);

/** A command that the server refused, or that could not reach it. */
export class DeskError extends Error {
  readonly code: Fault['code'];
  constructor(fault: Fault) {
    super(fault.message);
    this.name = 'DeskError';
    this.code = fault.code;
  }
}

interface Pending {
  command: Command;
  resolve: (answer: ServerMessage) => void;
  reject: (error: DeskError) => void;
}

export class Connection {
  readonly #o: ConnectionOptions;
  #state: LinkState = 'closed';
  #socket: Socket | null = null;
  #session = '';
  #lastSeq = 0;
  #nextId = 1;
  #pending = new Map<number, Pending>();
  #attempt = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelGreeting: (() => void) | null = null;
  #cancelAck: (() => void) | null = null;

  constructor(options: ConnectionOptions) {
    this.#o = options;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Begins, or begins again after replaced, outdated or signedOut. */
  start(): void {
    if (this.#state === 'open' || this.#state === 'connecting') return;
    this.#attempt = 0;
    this.#connect();
  }

  /** Ends the session on purpose: the server signs the desk out without grace time. */
  stop(): void {
    if (this.#state === 'open') this.#write({ type: 'bye', id: this.#nextId++ });
    this.#end('closed');
  }

  /** The network is back: no need to wait for the next attempt's turn. */
  retryNow(): void {
    if (this.#state === 'waiting') this.#connect();
  }

  /** Sends a command, now or as soon as there is a link. The promise settles with the server's answer. */
  send(command: Command): Promise<ServerMessage> {
    if (this.#state === 'closed' || this.#state === 'replaced' || this.#state === 'outdated' || this.#state === 'signedOut') {
      return Promise.reject(new DeskError({ code: 'link_down', message: '' }));
    }
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { command, resolve, reject });
      if (this.#state === 'open') {
        this.#write({ ...command, id });
        this.#watchAck();
      }
    });
  }

  #set(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#o.onState(state);
  }

  #connect(): void {
    this.#dropSocket();
    this.#set('connecting');
    const socket = this.#o.open();
    let opened = false;
    this.#socket = socket;
    this.#cancelGreeting = this.#o.after(GREETING_LIMIT, () => this.#lost());
    socket.onopen = () => {
      opened = true;
      const wanted = this.#o.wanted();
      const resume = this.#session === '' ? {} : { session: this.#session, last_seq: this.#lastSeq };
      this.#write({ type: 'hello', hello: { version: VERSION, ...resume, ready: wanted.ready, reason: wanted.reason } });
    };
    socket.onmessage = (event) => {
      const message = parse(event.data);
      if (message) this.#receive(message);
    };
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      if (event.code === CLOSE.replaced || event.code === CLOSE.version) {
        this.#end(event.code === CLOSE.replaced ? 'replaced' : 'outdated');
        return;
      }
      // Something sent was an offence: it must not be sent again.
      if (event.code === CLOSE.policy || event.code === CLOSE.tooBig) this.#failPending(() => true);
      this.#lost();
      if (!opened) this.#askSignedIn();
    };
  }

  #askSignedIn(): void {
    const attempt = this.#attempt;
    this.#o.signedIn().then(
      (yes) => {
        if (!yes && this.#attempt === attempt && this.#state === 'waiting') this.#end('signedOut');
      },
      // Not even that question could be asked: the server is away, and the next attempt is due anyway.
      () => undefined,
    );
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'welcome') {
      if (message.welcome) this.#welcome(message.welcome);
      return;
    }
    if (message.type === 'replaced') {
      this.#end('replaced');
      return;
    }
    const seq = message.seq ?? 0;
    if (seq > 0) {
      if (seq <= this.#lastSeq) return;
      if (seq !== this.#lastSeq + 1) {
        // Something is missing and will not come by itself: begin anew, a snapshot follows.
        this.#session = '';
        this.#lost();
        return;
      }
      this.#lastSeq = seq;
    }
    const id = message.id ?? 0;
    if (id > 0) this.#settle(id, message);
    else this.#o.onMessage(message);
  }

  #settle(id: number, message: ServerMessage): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#watchAck();
    if (message.type === 'error') {
      pending.reject(new DeskError(message.error ?? { code: 'internal', message: '' }));
    } else {
      pending.resolve(message);
    }
  }

  #welcome(welcome: Welcome): void {
    this.#cancelGreeting?.();
    if (welcome.version !== VERSION) {
      this.#end('outdated');
      return;
    }
    let from = welcome.last_id + 1;
    if (!welcome.resumed || welcome.session !== this.#session) {
      this.#session = welcome.session;
      this.#lastSeq = 0;
      this.#nextId = 1;
      this.#failPending((command) => NOT_REPEATED.has(command.type));
      const kept = [...this.#pending.values()];
      this.#pending.clear();
      for (const pending of kept) this.#pending.set(this.#nextId++, pending);
      from = 1;
    }
    this.#attempt = 0;
    this.#set('open');
    // What the server has taken up already is answered in the messages that follow.
    for (const [id, pending] of this.#pending) if (id >= from) this.#write({ ...pending.command, id });
    this.#watchAck();
    this.#o.onWelcome(welcome);
  }

  #write(message: ClientMessage): void {
    try {
      this.#socket?.send(JSON.stringify(message));
    } catch {
      // The socket is closing; onclose follows, and what was sent is still pending.
    }
  }

  /** One timer for the oldest unanswered command; begun anew at every answer. */
  #watchAck(): void {
    this.#cancelAck?.();
    this.#cancelAck = null;
    if (this.#pending.size > 0 && this.#state === 'open') {
      this.#cancelAck = this.#o.after(ACK_LIMIT, () => this.#lost());
    }
  }

  /** The link is gone; try again after the time that is due. */
  #lost(): void {
    if (this.#state !== 'open' && this.#state !== 'connecting') return;
    this.#dropSocket();
    const wait = BACKOFF[Math.min(this.#attempt, BACKOFF.length - 1)] ?? 2000;
    this.#attempt++;
    this.#set('waiting');
    this.#cancelRetry = this.#o.after(wait, () => this.#connect());
  }

  #end(state: LinkState): void {
    this.#session = '';
    this.#dropSocket();
    this.#set(state);
    this.#failPending(() => true);
  }

  #failPending(which: (command: Command) => boolean): void {
    for (const [id, pending] of [...this.#pending]) {
      if (!which(pending.command)) continue;
      this.#pending.delete(id);
      pending.reject(new DeskError({ code: 'link_down', message: '' }));
    }
  }

  #dropSocket(): void {
    this.#cancelRetry?.();
    this.#cancelGreeting?.();
    this.#cancelAck?.();
    this.#cancelRetry = this.#cancelGreeting = this.#cancelAck = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close();
    } catch {
      // Closing what never opened may throw; it is gone either way.
    }
  }
}
