// Requests about shifts, what operators are there for, what citizens were told, and what was noted.

import { why } from '../shell/why';
import { all, answer, client } from './client';
import type { operations } from './schema';
import type { AuditEntry, AuditQuery, FindingsQuery, FlawedQuery, FlawedRecording, Message, MessagesQuery, Operator, OperatorProfile, Page, PlannedShift, RecordingFinding, Shift } from './types';

export type OperatorsQuery = NonNullable<operations['operators']['parameters']['query']>;

/** Without an order: by user name. */
export function allOperators(query: OperatorsQuery, signal?: AbortSignal): Promise<Operator[]> {
  return all(() => answer(client.GET('/api/v1/operators', { params: { query }, signal })));
}

export function listMessages(query: MessagesQuery, signal?: AbortSignal): Promise<Page<Message>> {
  return answer(client.GET('/api/v1/messages', { params: { query: { ...query, ...why() } }, signal }));
}

/** Sends again what failed or did not arrive, as a message of its own. */
export async function retryMessage(id: string): Promise<void> {
  await answer(client.POST('/api/v1/messages/{id}/retry', { params: { path: { id } } }));
}

/** Recordings that fall short of what was promised. */
export function listFlawed(query: FlawedQuery, signal?: AbortSignal): Promise<Page<FlawedRecording>> {
  return answer(client.GET('/api/v1/recordings', { params: { query }, signal }));
}

/** What rows, spools and bucket did not agree in when they were last compared. */
export function listFindings(query: FindingsQuery, signal?: AbortSignal): Promise<Page<RecordingFinding>> {
  return answer(client.GET('/api/v1/recording-findings', { params: { query }, signal }));
}

/** What people did that is noted, newest first. */
export function listAudit(query: AuditQuery, signal?: AbortSignal): Promise<Page<AuditEntry>> {
  return answer(client.GET('/api/v1/audit', { params: { query: { ...query, ...why() } }, signal }));
}

/** Shifts that have a moment in common with [since, until), by beginning. */
export async function listShifts(since: string, until: string, signal?: AbortSignal): Promise<PlannedShift[]> {
  return (await answer(client.GET('/api/v1/shifts', { params: { query: { since, until } }, signal }))).items;
}

/** Puts shifts in the place of all that begin on a day. was: those that were looked at; refused when others stand there. */
export async function planShifts(day: string, shifts: Shift[], was: Shift[]): Promise<void> {
  await answer(client.PUT('/api/v1/shifts/{day}', { params: { path: { day } }, body: { shifts, was } }));
}

export async function editOperator(username: string, profile: OperatorProfile): Promise<void> {
  await answer(client.PATCH('/api/v1/operators/{username}', { params: { path: { username } }, body: profile }));
}
