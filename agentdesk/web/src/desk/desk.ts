// Desk is the operator's desk without its looks: the connection, the audio and
// the state that the screen shows. One per page, made when the desk is entered
// and stopped when it is left.

import { Connection, DeskError, type LinkState, type Socket } from './connection';
import { Media, type MediaState } from './media';
import type { Card, Command, CommandType, ServerMessage, Welcome } from './protocol';
import { INITIAL, isLive, reduce, type DeskEvent, type DeskState, type FormCall } from './state';

/** What a reload of the page must not forget; kept per browser tab. */
export interface Shift {
  on: boolean;
  ready: boolean;
  reason: string;
}

const SHIFT_KEY = 'hotline.shift';
const MICROPHONE_KEY = 'hotline.microphone';
const SPEAKER_KEY = 'hotline.speaker';
const FORM_KEY = 'hotline.form';
const NO_SHIFT: Shift = { on: false, ready: false, reason: '' };

export interface View {
  desk: DeskState;
  audio: MediaState;
  shift: Shift;
  /** The operator's microphone is silenced for this call. */
  muted: boolean;
  /** The echo test is running. */
  echo: boolean;
  /** Commands sent and not yet answered, by type: their buttons wait. */
  busy: ReadonlySet<string>;
}

export class Desk {
  readonly media: Media;
  readonly #connection: Connection;
  readonly #listeners = new Set<() => void>();
  #view: View = { desk: { ...INITIAL, form: stored<FormCall | null>(FORM_KEY, null) }, audio: 'off', shift: stored(SHIFT_KEY, NO_SHIFT), muted: false, echo: false, busy: new Set() };

  constructor(signedIn: () => Promise<boolean>) {
    this.#connection = new Connection({
      open: () => browserSocket(deskAddress()),
      after: (ms, callback) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      wanted: () => ({ ready: this.#view.shift.ready, reason: this.#view.shift.reason }),
      signedIn,
      onState: (link) => this.#onLink(link),
      onWelcome: (welcome) => this.#onWelcome(welcome),
      onMessage: (message) => this.#onMessage(message),
    });
    this.media = new Media({
      negotiate: async (sdp) => {
        // Without a link there is nobody to offer to; the next welcome renews.
        if (this.#connection.state !== 'open') throw new DeskError({ code: 'link_down', message: '' });
        return (await this.#connection.send({ type: 'media.offer', sdp })).sdp ?? '';
      },
      onState: (audio) => this.#update({ audio }),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): View => this.#view;

  /** Connects; a shift that was on before a reload goes on by itself. */
  open(): void {
    this.#connection.start();
    window.addEventListener('online', this.#online);
    if (this.#view.shift.on) void this.startAudio();
  }

  /** Signs the desk out. A page that is merely closed or reloaded does not: the server's grace time runs. */
  close(): void {
    window.removeEventListener('online', this.#online);
    this.media.stop();
    this.#connection.stop();
  }

  async startAudio(): Promise<void> {
    await this.media.start(localStorage.getItem(MICROPHONE_KEY) ?? '');
    await this.useSpeaker(localStorage.getItem(SPEAKER_KEY) ?? '');
  }

  async useMicrophone(id: string): Promise<void> {
    localStorage.setItem(MICROPHONE_KEY, id);
    await this.media.useMicrophone(id);
  }

  async useSpeaker(id: string): Promise<void> {
    localStorage.setItem(SPEAKER_KEY, id);
    // A loudspeaker that has gone leaves the default one in use.
    await this.media.useSpeaker(id).catch(() => undefined);
  }

  /** Uses the desk here, which was opened elsewhere. */
  reclaim(): void {
    this.#connection.start();
  }

  accept = () => this.#onCall('accept');
  reject = () => this.#onCall('reject');
  hangup = () => this.#onCall('hangup');
  voicemail = () => this.#onCall('voicemail');
  swap = () => this.#onCall('swap');
  threeWay = () => this.#onCall('three_way');
  takeBack = () => this.#onCall('take_back');
  complete = () => this.#onCall('complete');
  emergency = (service: string) => this.#onCall('emergency', { unit: service });
  /** Calls a unit's officers in their order; officer, by number, is the first. about: a group of Điều 5. */
  consult = (unit: string, officer: string, about: string) => this.#onCall('consult', { unit, officer, about });

  /** Calls somebody: a citizen from a ticket, an officer of the directory. */
  place = (number: string, ticket = '') => {
    if (!this.#view.busy.has('place')) this.#command({ type: 'place', number, ticket });
  };

  holdOrResume = () => {
    const call = this.#view.desk.call;
    if (isLive(call) && (call.state === 'talking' || call.state === 'held')) {
      this.#onCall(call.state === 'held' ? 'resume' : 'hold');
    }
  };

  toggleMute = () => {
    const call = this.#view.desk.call;
    if (!isLive(call) || call.state === 'offered') return;
    this.#mute(!this.#view.muted);
    this.#command({ type: 'mute', call: call.id, on: this.#view.muted });
  };

  digit = (digits: string) => {
    const call = this.#view.desk.call;
    if (isLive(call)) this.#command({ type: 'dtmf', call: call.id, digits });
  };

  ready = () => {
    this.#keepShift({ on: true, ready: true, reason: '' });
    if (this.#view.echo) this.echo(false);
    this.#command({ type: 'ready' });
  };

  pause = (reason: string) => {
    this.#keepShift({ on: true, ready: false, reason });
    this.#command({ type: 'pause', reason });
  };

  echo = (on: boolean) => {
    this.#update({ echo: on });
    this.#command({ type: 'echo', on });
  };

  /** Ends the shift on this desk: signs out of the queue and gives the microphone back. */
  endShift = () => {
    this.#keepShift(NO_SHIFT);
    this.closeForm();
    this.media.stop();
    this.#connection.stop();
    this.#connection.start();
  };

  openForm = (form: FormCall) => this.#apply({ kind: 'openForm', form });
  closeForm = () => this.#apply({ kind: 'closeForm' });
  showFormCard = (card: Card) => this.#apply({ kind: 'formCard', card });
  clearError = () => this.#apply({ kind: 'error', error: null });

  readonly #online = () => this.#connection.retryNow();

  #onCall(type: CommandType, more: Omit<Command, 'type' | 'call'> = {}): void {
    const call = this.#view.desk.call;
    if (isLive(call) && !this.#view.busy.has(type)) this.#command({ type, call: call.id, ...more });
  }

  #command(command: Command): void {
    this.#busy(command.type, true);
    this.#connection.send(command).then(
      () => this.#busy(command.type, false),
      (error: unknown) => {
        this.#busy(command.type, false);
        if (command.type === 'echo') this.#update({ echo: false });
        this.#apply({
          kind: 'error',
          error: error instanceof DeskError ? { code: error.code, message: error.message } : { code: 'internal', message: '' },
        });
      },
    );
  }

  #busy(type: string, on: boolean): void {
    const busy = new Set(this.#view.busy);
    if (on) busy.add(type);
    else busy.delete(type);
    this.#update({ busy });
  }

  #mute(on: boolean): void {
    this.media.mute(on);
    this.#update({ muted: on });
  }

  #onLink(link: LinkState): void {
    this.#apply({ kind: 'link', link });
    if (link === 'replaced' || link === 'outdated' || link === 'signedOut') this.media.stop();
    if (link === 'replaced') this.#keepShift(NO_SHIFT);
  }

  #onWelcome(welcome: Welcome): void {
    this.#apply({ kind: 'welcome', welcome, now: Date.now() });
    // A server that does not know the session has no audio path of ours either.
    if (!welcome.resumed || this.#view.audio !== 'up') this.media.renew();
  }

  #onMessage(message: ServerMessage): void {
    const before = this.#view.desk;
    this.#apply({ kind: 'message', message });
    const now = this.#view.desk;
    if (message.type === 'media' && now.media === 'down' && this.#view.audio === 'up') this.media.renew();
    if (!isLive(now.call) && this.#view.muted) this.#mute(false);
    if (isLive(now.call) && now.call.state !== 'offered') this.#keepMuted(now.call.id, now.call.muted ?? false);
    if (now.status?.status === 'unavailable' && before.status?.status !== 'unavailable') {
      this.#keepShift({ ...this.#view.shift, ready: false });
    }
    // A live call found on connecting (another browser crashed): its operator is on shift, whatever this tab remembers.
    if (isLive(now.call) && !this.#view.shift.on) {
      this.#keepShift({ on: true, ready: true, reason: '' });
      void this.startAudio();
    }
  }

  /** After a restart the server has forgotten the mute; the operator has not. */
  #keepMuted(call: string, said: boolean): void {
    if (this.#view.muted && !said && !this.#view.busy.has('mute')) this.#command({ type: 'mute', call, on: true });
  }

  #keepShift(shift: Shift): void {
    sessionStorage.setItem(SHIFT_KEY, JSON.stringify(shift));
    this.#update({ shift });
  }

  #apply(event: DeskEvent): void {
    const desk = reduce(this.#view.desk, event);
    // After a reload the form must be open again, also for a call that is over.
    if (desk.form !== this.#view.desk.form) sessionStorage.setItem(FORM_KEY, JSON.stringify(desk.form));
    this.#update({ desk });
  }

  #update(part: Partial<View>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** A WebSocket with nothing of it but what Connection uses. */
function browserSocket(address: string): Socket {
  const web = new WebSocket(address);
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (data) => web.send(data),
    close: (code) => web.close(code),
  };
  web.onopen = () => socket.onopen?.();
  web.onmessage = (event) => socket.onmessage?.({ data: event.data });
  web.onclose = (event) => socket.onclose?.({ code: event.code });
  return socket;
}

function deskAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/desk`;
}

/** What this tab's storage holds; fallback when there is nothing, or nothing of use. */
function stored<T>(key: string, fallback: T): T {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return value === null ? fallback : (value as T);
  } catch {
    return fallback;
  }
}
