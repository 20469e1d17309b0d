// Requests about what a call leaves: emergencies that somebody must know of, transfer slips.

import { answer, client } from './client';
import type { EmergencyAlert, NewTicket, Slip, Ticket } from './types';

/** Emergencies that nobody who leads the shift has acknowledged, newest first. */
export async function openEmergencies(signal?: AbortSignal): Promise<EmergencyAlert[]> {
  return (await answer(client.GET('/api/v1/emergencies', { params: { query: { open: true } }, signal }))).items;
}

export async function acknowledgeEmergency(id: number): Promise<void> {
  await answer(client.POST('/api/v1/emergencies/{id}/acknowledge', { params: { path: { id } } }));
}

/** The transfer slip of a ticket, with all that is known now; without a unit: for the ticket's. */
export function draftSlip(code: string, unit: string, note: string): Promise<Slip> {
  return answer(client.POST('/api/v1/tickets/{code}/slips', { params: { path: { code } }, body: { ...(unit ? { unit } : {}), ...(note ? { note } : {}) } }));
}

/** Notes a call, and what was said, on a ticket that stands already. */
export function noteCall(code: string, call: string, note: string): Promise<Ticket> {
  return answer(client.POST('/api/v1/tickets/{code}/calls', { params: { path: { code } }, body: { call_id: call, note } }));
}

/** Drafts the transfer slip of a call for the unit that was tried last; of its ticket, or of what is written so far. */
export function draftCallSlip(id: string, draft: NewTicket | null): Promise<Slip> {
  return answer(client.POST('/api/v1/calls/{id}/slips', { params: { path: { id } }, body: draft ? { draft } : {} }));
}
