/** Copies words, if the browser does: only a page that came by HTTPS has the clipboard, and it may be refused there too. */
export async function copied(words: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    await clipboard?.writeText(words);
    return clipboard !== undefined;
  } catch {
    return false;
  }
}
