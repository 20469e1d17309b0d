/** Where a recording is heard; with ?download=1 it is saved to a file. */
export function recordingAddress(id: string): string {
  return `/api/v1/recordings/${encodeURIComponent(id)}/audio`;
}

/** Likewise what a caller said who left a message: that part of the recording. */
export function messageAddress(code: string): string {
  return `/api/v1/tickets/${encodeURIComponent(code)}/message`;
}

/** All of a recording's call as evidence, in a ZIP; it asks for a reason. */
export function packageAddress(id: string): string {
  return `/api/v1/recordings/${encodeURIComponent(id)}/package`;
}
