// The desk's wire messages, as agentdesk/protocol defines them. That package's
// comments say what each means; ids count the desk's messages, seq the server's.

export const VERSION = 1;

export type RoutingStatus =
  | 'offline' | 'paused' | 'ready' | 'offered' | 'busy' | 'wrapup' | 'unavailable';

export type CallState =
  | 'arriving' | 'greeting' | 'queued' | 'offered' | 'connecting'
  | 'talking' | 'held' | 'recovering' | 'ended';

export type Gone = 'ended' | 'rejected' | 'timeout' | 'withdrawn' | 'requeued';

export type ErrorCode =
  | 'bad_message' | 'unknown_type' | 'too_large' | 'too_many' | 'not_yours' | 'not_now'
  | 'unknown_call' | 'no_media' | 'link_down' | 'internal';

export type CommandType =
  | 'media.offer' | 'accept' | 'reject' | 'hangup' | 'hold' | 'resume'
  | 'mute' | 'dtmf' | 'ready' | 'pause' | 'echo' | 'bye';

export interface Hello {
  version: number;
  session?: string;
  last_seq?: number;
  ready?: boolean;
  reason?: string;
}

/** What the desk asks for; the connection adds the id. */
export interface Command {
  type: CommandType;
  sdp?: string;
  call?: string;
  digits?: string;
  reason?: string;
  on?: boolean;
}

export type ClientMessage =
  | { type: 'hello'; hello: Hello }
  | (Command & { id: number });

export interface Welcome {
  version: number;
  session: string;
  resumed: boolean;
  last_id: number;
  operator: string;
  name: string;
  now: string;
}

export interface Status {
  status: RoutingStatus;
  reason?: string;
  since: string;
  until?: string | null;
}

export interface Call {
  id: string;
  from: string;
  from_name?: string;
  to: string;
  state: CallState;
  queue?: string;
  muted?: boolean;
  arrived_at: string;
  queued_at?: string | null;
  offered_at?: string | null;
  offer_until?: string | null;
  connected_at?: string | null;
  ended_at?: string | null;
  gone?: Gone | '';
  end_class?: string;
  end_reason?: string;
}

export interface CardCall {
  id: string;
  started_at: string;
  duration_ms: number;
  operator?: string;
  end_reason?: string;
  tickets: string[] | null;
}

export interface CardTicket {
  code: string;
  group: number;
  field?: string;
  content: string;
  state: string;
  created_at: string;
}

export interface Card {
  call: string;
  number: string;
  name?: string;
  address?: string;
  email?: string;
  calls: CardCall[] | null;
  tickets: CardTicket[] | null;
  complete: boolean;
}

export interface Queue {
  waiting: number;
  longest_since?: string | null;
  ready: number;
  busy: number;
  signed_in: number;
  today: number;
}

export interface Snapshot {
  status: Status;
  call?: Call | null;
  card?: Card | null;
  queue: Queue;
  media: string;
}

export interface Fault {
  code: ErrorCode;
  message: string;
}

export type ServerType =
  | 'welcome' | 'snapshot' | 'status' | 'call' | 'card' | 'queue'
  | 'media.answer' | 'media' | 'ack' | 'error' | 'replaced';

export interface ServerMessage {
  type: ServerType;
  seq?: number;
  id?: number;
  welcome?: Welcome;
  snapshot?: Snapshot;
  status?: Status;
  call?: Call;
  card?: Card;
  queue?: Queue;
  sdp?: string;
  media?: string;
  error?: Fault;
}

/** parse reads one frame; null for what is not a message of ours (it is ignored). */
export function parse(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== 'object' || value === null || !('type' in value)) return null;
    return typeof value.type === 'string' ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}
