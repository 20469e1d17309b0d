import { why } from '../shell/why';
import { answer, client } from './client';
import type { RecordingNote } from './types';

/** Where a copy of a recording is to be had: a file that says whose copy it is. */
export function recordingCopy(id: string): string {
  return `/api/v1/recordings/${encodeURIComponent(id)}/audio?download=1`;
}

/** Likewise of what a caller said who left a message: that part of the recording. */
export function messageCopy(code: string): string {
  return `/api/v1/tickets/${encodeURIComponent(code)}/message?download=1`;
}

/** All of a recording's call as evidence, in a ZIP; it asks for a reason. */
export function packageAddress(id: string): string {
  return `/api/v1/recordings/${encodeURIComponent(id)}/package`;
}

/** What was written down at a recording's seconds, in their order. */
export async function listNotes(id: string, signal?: AbortSignal): Promise<RecordingNote[]> {
  return (await answer(client.GET('/api/v1/recordings/{id}/notes', { params: { path: { id }, query: why() }, signal }))).items;
}

/** Writes down something at a second of a recording; it stays as it is. */
export function noteRecording(id: string, at_ms: number, text: string): Promise<RecordingNote> {
  return answer(client.POST('/api/v1/recordings/{id}/notes', { params: { path: { id }, query: why() }, body: { at_ms, text } }));
}
