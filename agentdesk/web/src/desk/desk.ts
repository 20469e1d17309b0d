// Desk is the operator's desk without its looks: the connection, the audio and
// the state that the screen shows. One per page, made when the desk is entered
// and stopped when it is left.

import { remember, remembered } from '../shell/remember';
import { browserSocket, deskAddress } from './browser-socket';
import { Connection, DeskError, type LinkState } from './connection';
import { MICROPHONE, SPEAKER } from './devices';
import { Media, type MediaState } from './media';
import type { Card, Command, CommandType, ServerMessage, Welcome } from './protocol';
import { Supervision, SUPERVISES } from './supervision';
import { INITIAL, isLive, reduce, type DeskEvent, type DeskState, type FormCall } from './state';

/** What a reload of the page must not forget; kept per browser tab. */
export interface Shift {
  on: boolean;
  ready: boolean;
  reason: string;
}

const SHIFT_KEY = 'hotline.shift';
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

  readonly supervision: Supervision;

  /** takesCalls: an operator's desk, which is there from the sign-in on; a shift leader's, who only supervises, is when it is wanted. */
  constructor(signedIn: () => Promise<boolean>, readonly takesCalls: boolean, whose: string) {
    this.#connection = new Connection({
      open: () => browserSocket(deskAddress(whose)),
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
    this.supervision = new Supervision(this);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): View => this.#view;

  /** Connects; a shift that was on before a reload goes on by itself. */
  open(): void {
    window.addEventListener('online', this.#online);
    this.comeBack();
  }

  /** Signed in again after the session had ended: link and audio come back. */
  comeBack(): void {
    const { shift, audio } = this.#view;
    if (this.takesCalls || shift.on) this.#connection.start();
    if (shift.on && audio !== 'up' && audio !== 'connecting') void this.startAudio();
  }

  /** Signs the desk out. A page that is merely closed or reloaded does not: the server's grace time runs. */
  close(): void {
    window.removeEventListener('online', this.#online);
    this.media.stop();
    this.#connection.stop();
  }

  async startAudio(): Promise<void> {
    await this.media.start(remembered(MICROPHONE) ?? '');
    await this.useSpeaker(remembered(SPEAKER) ?? '');
  }

  /** False: it is not to be had, as while another program has it; the one before goes on. */
  useMicrophone(id: string): Promise<boolean> {
    return this.media.useMicrophone(id).then(() => (remember(MICROPHONE, id), true), () => false);
  }

  async useSpeaker(id: string): Promise<void> {
    remember(SPEAKER, id);
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
  nextNumber = () => this.#onCall('next');
  emergency = (service: string) => this.#onCall('emergency', { unit: service });
  /** Calls a unit's officers in their order; officer, by number, is the first. about: a group of Điều 5. */
  consult = (unit: string, officer: string, about: string) => this.#onCall('consult', { unit, officer, about });

  /** Calls somebody: a citizen from a ticket, an officer of the directory. */
  place = (number: string, ticket = '') => {
    if (!this.#view.busy.has('place')) this.ask({ type: 'place', number, ticket });
  };

  holdOrResume = () => {
    const call = this.#view.desk.call;
    if (isLive(call) && (call.state === 'talking' || call.state === 'held')) {
      this.#onCall(call.state === 'held' ? 'resume' : 'hold');
    }
  };

  toggleMute = () => {
    const { call: own, watched } = this.#view.desk;
    const call = isLive(own) && own.state !== 'offered' ? own : watched;
    if (!call) return;
    this.#mute(!this.#view.muted);
    this.ask({ type: 'mute', call: call.id, on: this.#view.muted });
  };

  digit = (digits: string) => {
    const call = this.#view.desk.call;
    if (isLive(call)) this.ask({ type: 'dtmf', call: call.id, digits });
  };

  /** Ready for calls; of who takes none, done with the one that they had. */
  ready = () => {
    if (!this.takesCalls) {
      this.pause(SUPERVISES);
      return;
    }
    this.#keepShift({ on: true, ready: true, reason: '' });
    if (this.#view.echo) this.echo(false);
    this.ask({ type: 'ready' });
  };

  pause = (reason: string) => {
    this.#keepShift({ on: true, ready: false, reason });
    this.ask({ type: 'pause', reason });
  };

  echo = (on: boolean) => {
    this.#update({ echo: on });
    this.ask({ type: 'echo', on });
  };

  /** Ends the shift on this desk: signs out of the queue and gives the microphone back. */
  endShift = () => {
    this.#keepShift(NO_SHIFT);
    this.closeForm();
    this.media.stop();
    this.#connection.stop();
    if (this.takesCalls) this.#connection.start();
  };

  /** A shift leader's desk: link and audio, without calls. */
  supervise = () => {
    this.#keepShift({ on: true, ready: false, reason: SUPERVISES });
    this.comeBack();
  };

  openForm = (form: FormCall) => this.#apply({ kind: 'openForm', form });
  closeForm = () => this.#apply({ kind: 'closeForm' });
  showFormCard = (card: Card) => this.#apply({ kind: 'formCard', card });
  clearError = () => this.#apply({ kind: 'error', error: null });

  readonly #online = () => this.#connection.retryNow();

  #onCall(type: CommandType, more: Omit<Command, 'type' | 'call'> = {}): void {
    const call = this.#view.desk.call;
    if (isLive(call) && !this.#view.busy.has(type)) this.ask({ type, call: call.id, ...more });
  }

  /** Sends a command; the view tells what became of it. */
  ask(command: Command): void {
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
    this.#update({ muted: on });
    this.#silence();
  }

  /** A leader who listens cannot be heard, whatever anybody does. */
  #silence(): void {
    this.media.mute(this.#view.muted || this.#view.desk.watched?.mode === 'listen');
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
    if (!isLive(now.call) && !now.watched && this.#view.muted) this.#mute(false);
    this.#silence();
    const ordered = now.status?.pause;
    if (ordered && !before.status?.pause) this.#keepShift({ ...this.#view.shift, ready: false, reason: ordered.reason });
    if (isLive(now.call) && now.call.state !== 'offered') this.#keepMuted(now.call.id, now.call.muted ?? false);
    if (now.status?.status === 'unavailable' && before.status?.status !== 'unavailable') {
      this.#keepShift({ ...this.#view.shift, ready: false });
    }
    // A live call found on connecting (another browser crashed): its operator is on shift, whatever this tab remembers.
    if (isLive(now.call) && !this.#view.shift.on) {
      this.#keepShift({ on: true, ready: this.takesCalls, reason: '' });
      void this.startAudio();
    }
  }

  /** After a restart the server has forgotten the mute; the operator has not. */
  #keepMuted(call: string, said: boolean): void {
    if (this.#view.muted && !said && !this.#view.busy.has('mute')) this.ask({ type: 'mute', call, on: true });
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

/** What this tab's storage holds; fallback when there is nothing, or nothing of use. */
function stored<T>(key: string, fallback: T): T {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return value === null ? fallback : (value as T);
  } catch {
    return fallback;
  }
}
