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
