// Short names for the shapes of the API, which are generated from its description (schema.d.ts).

import type { components, operations } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Role = User['role'];
export type SignedIn = Schemas['SignedIn'];
export type SecondFactor = Schemas['SecondFactor'];
export type RecoveryCodes = Schemas['RecoveryCodes'];
export type Recording = Schemas['Recording'];
export type CallRecord = Schemas['Call'];
export type CallEvent = Schemas['CallEvent'];
export type CallDetail = Schemas['CallDetail'];
export type NewTicket = Schemas['TicketDraft'];
export type Ticket = Schemas['Ticket'];
export type TicketEvent = Schemas['TicketEvent'];
export type Unit = Schemas['Unit'];
export type Officer = Schemas['Officer'];
export type EmergencyService = Schemas['EmergencyService'];
export type Field = Schemas['Field'];
export type Operator = Schemas['Operator'];
export type Person = Schemas['Person'];
export type OperatorProfile = Schemas['ProfileRequestBody'];
export type Shift = Schemas['Shift'];
export type PlannedShift = Schemas['PlannedShift'];
export type Message = Schemas['Message'];
export type Told = Schemas['Told'];
export type Queue = Schemas['Queue'];
export type QueueService = Schemas['QueueService'];
export type ServiceLevel = Schemas['ServiceLevel'];
export type Slip = Schemas['Slip'];
export type LiveCall = Schemas['LiveCall'];
export type EmergencyAlert = Schemas['EmergencyAlert'];
export type Trunk = Schemas['Trunk'];
export type Dependency = Schemas['Dependency'];
export type Emergency = Schemas['Emergency'];
export type Problem = Schemas['Problem'];
export type Incident = Schemas['Incident'];
export type IncidentDraft = Schemas['IncidentDraft'];
export type IncidentPreview = Schemas['IncidentPreview'];
export type Callback = Schemas['Callback'];
export type DialplanVersion = Schemas['DialplanVersion'];
export type DialplanDetail = Schemas['DialplanDetail'];
export type DialplanEdit = Schemas['DialplanEdit'];

export type TicketNews = components['schemas']['TicketNews'];
export type CallbacksQuery = NonNullable<operations['callbacks']['parameters']['query']>;
export type IncidentsQuery = NonNullable<operations['incidents']['parameters']['query']>;
export type CallsQuery = NonNullable<operations['calls']['parameters']['query']>;
export type ListeningLink = Schemas['Link'];
export type Wave = Schemas['Wave'];
export type RecordingNote = Schemas['RecordingNote'];
export type SavedSearch = Schemas['SavedSearch'];
export type NewSavedSearch = Schemas['NewSavedSearch'];
export type Transcript = Schemas['Transcript'];
export type HeardSpan = Schemas['Span'];
export type Listening = Schemas['Listening'];
export type ListeningsQuery = NonNullable<operations['listenings']['parameters']['query']>;
export type UnusualListening = Schemas['UnusualListening'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditQuery = NonNullable<operations['audit']['parameters']['query']>;
export type FlawedRecording = Schemas['FlawedRecording'];
export type RecordingFinding = Schemas['RecordingFinding'];
export type FindingsQuery = NonNullable<operations['recordingFindings']['parameters']['query']>;
export type FlawedQuery = NonNullable<operations['flawedRecordings']['parameters']['query']>;
export type MessagesQuery = NonNullable<operations['messages']['parameters']['query']>;
export type TicketsQuery = NonNullable<operations['tickets']['parameters']['query']>;

export interface Page<T> {
  items: T[];
  next: string | null;
}
