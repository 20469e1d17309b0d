// Short names for the shapes of the API.

export type Role = 'operator' | 'leader' | 'officer' | 'head' | 'office' | 'auditor' | 'admin';

export interface User {
  username: string;
  name: string;
  role: Role;
  operator?: boolean;
}

export interface Recording {
  id: string;
  state: string;
  leg: string;
  sha256: string;
  bytes: number;
  duration_ms: number;
  channels: number;
  object: string;
}

export interface CallRecord {
  id: string;
  node: string;
  from: string;
  from_number: string;
  from_name?: string;
  to: string;
  started_at: string;
  answered_at?: string | null;
  connected_at?: string | null;
  ended_at?: string | null;
  state: string;
  end_class?: string;
  end_reason?: string;
  queue?: string;
  wait_ms: number;
  talk_ms: number;
  operator?: string;
  operator_name?: string;
  tickets: string[] | null;
  recordings: Recording[] | null;
}

export interface CallEvent {
  at: string;
  kind: string;
  data?: unknown;
}

export interface CallDetail extends CallRecord {
  events: CallEvent[] | null;
}

export interface TicketSender {
  type: 'individual' | 'organisation';
  name: string;
  address: string;
  phone: string;
  email: string;
  no_email: boolean;
  no_phone?: boolean;
  no_address: boolean;
}

export interface NewTicket {
  call_id?: string;
  group: number;
  field: string;
  unit: string;
  content: string;
  address: string;
  directive: string;
  urgent: boolean;
  confidential: boolean;
  channel: 'phone';
  sender: TicketSender;
}

export interface TicketEvent {
  at: string;
  actor: string;
  kind: string;
  data?: unknown;
}

export interface Ticket {
  code: string;
  state: string;
  group: number;
  group_label?: string;
  field?: string;
  unit?: string;
  unit_name?: string;
  content: string;
  address?: string;
  directive?: string;
  urgent: boolean;
  confidential: boolean;
  channel: string;
  sender?: TicketSender;
  calls?: string[] | null;
  created_at: string;
  created_by?: string;
  complete: boolean;
  history?: TicketEvent[] | null;
}

export interface Unit {
  code: string;
  name: string;
  kind: string;
  parent?: string;
  phone?: string;
}

export interface Field {
  code: string;
  group: number;
  name: string;
}

export interface Page<T> {
  items: T[] | null;
  next: string | null;
}

export interface Operator {
  username: string;
  name: string;
}
