// Media is the operator's audio: one microphone and one RTCPeerConnection that
// stays up for the whole shift. Calls are joined to it on the server, so
// nothing is negotiated when a call comes.
//
//   off ─start─► asking ─► connecting ─► up
//                  │           ▲          │ failed, disconnected > 1 s, server says down, new session
//                  ▼           └──────────┘ by itself: new connection, new offer, 250 ms … 2 s apart
//               denied · missing · busy (said to the operator; start tries again)
//
// The gateway is ICE-lite with an address of its own, so the offer needs no
// candidates and is sent at once.

import { remembered } from '../shell/remember';

export type MediaState = 'off' | 'asking' | 'connecting' | 'up' | 'denied' | 'missing' | 'busy' | 'insecure';

export interface MediaOptions {
  /** Sends the SDP offer, gives the SDP answer. */
  negotiate: (offer: string) => Promise<string>;
  onState: (state: MediaState) => void;
}

export interface AudioStats {
  energy: number;
  packetsIn: number;
  packetsOut: number;
  lost: number;
  /** Round trip in ms, of the connection in use. */
  rtt: number;
}

const BACKOFF = [250, 500, 1000, 2000];
const DISCONNECTED_LIMIT = 1000;
const CONNECT_LIMIT = 4000;
const RAW_KEY = 'hotline.rawaudio';

/** Echo cancellation and its companions help people and spoil measured tones: `?rawaudio=1` switches them off. */
export function rawAudio(): boolean {
  return new URLSearchParams(location.search).get('rawaudio') === '1' || remembered(RAW_KEY) === '1';
}

export class Media {
  readonly audio: HTMLAudioElement;
  readonly #o: MediaOptions;
  #state: MediaState = 'off';
  #stream: MediaStream | null = null;
  #pc: RTCPeerConnection | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #muted = false;
  #microphone = '';

  constructor(options: MediaOptions) {
    this.#o = options;
    this.audio = document.createElement('audio');
    this.audio.autoplay = true;
  }

  get state(): MediaState {
    return this.#state;
  }

  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** Takes the microphone (asking for permission if need be) and connects. */
  async start(microphone: string): Promise<void> {
    this.#microphone = microphone;
    // Outside HTTPS and localhost the browser has no mediaDevices at all.
    if (!(navigator as { mediaDevices?: MediaDevices }).mediaDevices) {
      this.#set('insecure');
      return;
    }
    this.#set('asking');
    try {
      await this.#capture();
    } catch (error) {
      this.#set(whyNot(error));
      return;
    }
    this.#attempt = 0;
    await this.#connect();
  }

  /** Another microphone, without interrupting the connection. Rejects where it is not to be had: then the one before goes on. */
  async useMicrophone(microphone: string): Promise<void> {
    const before = this.#microphone;
    this.#microphone = microphone;
    try {
      await this.#capture();
    } catch (error) {
      this.#microphone = before;
      throw error;
    }
    const track = this.#stream?.getAudioTracks()[0] ?? null;
    await this.#pc?.getSenders()[0]?.replaceTrack(track);
    this.#o.onState(this.#state);
  }

  /** Another loudspeaker, where the browser can (Chromium). */
  async useSpeaker(speaker: string): Promise<void> {
    if ('setSinkId' in this.audio) await this.audio.setSinkId(speaker);
  }

  /** Silences the microphone here, at once, whatever the network does. */
  mute(on: boolean): void {
    this.#muted = on;
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !on;
  }

  /** The audio path must be made anew (server restarted, or says that it is down). */
  renew(): void {
    if (!this.#stream || this.#state === 'asking') return;
    this.#attempt = 0;
    void this.#connect();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#drop();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#set('off');
  }

  async stats(): Promise<AudioStats> {
    const result: AudioStats = { energy: 0, packetsIn: 0, packetsOut: 0, lost: 0, rtt: 0 };
    const report = await this.#pc?.getStats();
    report?.forEach((entry: Record<string, unknown>) => {
      const figure = (name: string) => (typeof entry[name] === 'number' ? entry[name] : 0);
      if (entry['type'] === 'inbound-rtp') {
        result.energy = figure('totalAudioEnergy');
        result.packetsIn = figure('packetsReceived');
        result.lost = figure('packetsLost');
      } else if (entry['type'] === 'outbound-rtp') {
        result.packetsOut = figure('packetsSent');
      } else if (entry['type'] === 'candidate-pair' && entry['nominated'] === true) {
        result.rtt = figure('currentRoundTripTime') * 1000;
      }
    });
    return result;
  }

  #set(state: MediaState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#o.onState(state);
  }

  async #capture(): Promise<void> {
    const clean = !rawAudio();
    const constraints: MediaTrackConstraints = {
      echoCancellation: clean,
      noiseSuppression: clean,
      autoGainControl: clean,
      channelCount: 1,
      ...(this.#microphone ? { deviceId: { ideal: this.#microphone } } : {}),
    };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.#stream = stream;
    this.mute(this.#muted);
    const track = stream.getAudioTracks()[0];
    // A headset pulled out: go on with whatever microphone is left.
    if (track) track.onended = () => void this.useMicrophone('').catch((error: unknown) => this.#set(whyNot(error)));
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer);
    this.#drop();
    this.#set('connecting');
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.#pc = pc;
    const track = this.#stream?.getAudioTracks()[0];
    if (track && this.#stream) pc.addTransceiver(track, { direction: 'sendrecv', streams: [this.#stream] });
    pc.ontrack = (event) => {
      this.audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
      // Refused only before the first gesture of a fresh page; the next state change tries again.
      void this.audio.play().catch(() => undefined);
    };
    pc.onconnectionstatechange = () => this.#follow(pc);
    this.#timer = setTimeout(() => this.#again(pc), CONNECT_LIMIT);
    try {
      await pc.setLocalDescription(await pc.createOffer());
      const sdp = await this.#o.negotiate(pc.localDescription?.sdp ?? '');
      if (this.#pc === pc) await pc.setRemoteDescription({ type: 'answer', sdp });
    } catch {
      // No link, or the gateway refused: the desk's banner shows the state, and the next try is due.
      this.#again(pc);
    }
  }

  #follow(pc: RTCPeerConnection): void {
    if (this.#pc !== pc) return;
    switch (pc.connectionState) {
      case 'connected':
        clearTimeout(this.#timer);
        this.#attempt = 0;
        this.#set('up');
        break;
      case 'disconnected':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#again(pc), DISCONNECTED_LIMIT);
        break;
      case 'failed':
      case 'closed':
        this.#again(pc);
        break;
      case 'new':
      case 'connecting':
        break;
    }
  }

  #again(pc: RTCPeerConnection): void {
    if (this.#pc !== pc) return;
    clearTimeout(this.#timer);
    this.#drop();
    this.#set('connecting');
    const wait = BACKOFF[Math.min(this.#attempt, BACKOFF.length - 1)];
    this.#attempt++;
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #drop(): void {
    const pc = this.#pc;
    this.#pc = null;
    if (!pc) return;
    pc.onconnectionstatechange = pc.ontrack = null;
    pc.close();
  }
}

function whyNot(error: unknown): MediaState {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'missing';
  }
}
