// The desk's wire messages, generated from agentdesk/protocol by way of the
// API's description. That package's comments say what each means; ids count the
// desk's messages, seq the server's.

import type { components } from '../api/schema';

type Schemas = components['schemas'];

export const VERSION = 1;

export type CommandType =
  | 'media.offer' | 'accept' | 'reject' | 'hangup' | 'hold' | 'resume'
  | 'mute' | 'dtmf' | 'voicemail' | 'consult' | 'emergency' | 'next' | 'swap' | 'three_way' | 'take_back' | 'complete'
  | 'place' | 'listen' | 'whisper' | 'barge' | 'take_over' | 'leave' | 'ready' | 'pause' | 'echo' | 'bye';

export type ServerType =
  | 'welcome' | 'snapshot' | 'status' | 'call' | 'card' | 'queue'
  | 'media.answer' | 'media' | 'ack' | 'error' | 'replaced';

export type Hello = Schemas['DeskHello'];
export type Welcome = Schemas['DeskWelcome'];
export type Status = Schemas['DeskStatus'];
export type Call = Schemas['DeskCall'];
export type Officer = Schemas['DeskOfficer'];
export type Card = Schemas['DeskCard'];
export type CardCall = Schemas['DeskCardCall'];
export type CardTicket = Schemas['DeskCardTicket'];
export type Queue = Schemas['DeskQueue'];
export type Snapshot = Schemas['DeskSnapshot'];
export type Fault = Schemas['DeskError'];

/** What the desk asks for; the connection adds the id. */
export type Command = Omit<Schemas['DeskClientMessage'], 'type' | 'id' | 'hello'> & { type: CommandType };

export type ClientMessage = { type: 'hello'; hello: Hello } | (Command & { id: number });

export type ServerMessage = Omit<Schemas['DeskServerMessage'], 'type'> & { type: ServerType };

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
