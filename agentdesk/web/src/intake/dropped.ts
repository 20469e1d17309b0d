/** The files of what was dropped or pasted; none when there is text, which a word processor copies together with a picture of it. */
export function filesOf(from: Pick<DataTransfer, 'files' | 'types'>): File[] {
  return from.types.includes('text/plain') ? [] : [...from.files];
}
