// Requests about who leaves a post and who takes it (Điều 17.9).

import { answer, client } from './client';
import type { components, operations } from './schema';
import type { Page } from './types';

export type StaffChange = components['schemas']['StaffChange'];
export type StaffNote = components['schemas']['StaffChangeRequestBody'];
export type StaffChangesQuery = NonNullable<operations['staffChanges']['parameters']['query']>;

export function listStaffChanges(query: StaffChangesQuery, signal?: AbortSignal): Promise<Page<StaffChange>> {
  return answer(client.GET('/api/v1/directory/staff-changes', { params: { query }, signal }));
}

/** Reported by the Office it holds at once. */
export async function reportStaffChange(note: StaffNote): Promise<void> {
  await answer(client.POST('/api/v1/directory/staff-changes', { body: note }));
}

export async function applyStaffChange(id: number): Promise<void> {
  await answer(client.POST('/api/v1/directory/staff-changes/{id}/apply', { params: { path: { id } }, body: {} }));
}

export async function refuseStaffChange(id: number, reason: string): Promise<void> {
  await answer(client.POST('/api/v1/directory/staff-changes/{id}/refuse', { params: { path: { id } }, body: { reason } }));
}
