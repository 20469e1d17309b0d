// Several recordings may be on one page: one is heard at a time, and the keys are that one's.

let holder: HTMLMediaElement | null = null;

/** The keys are this recording's from now on; another that plays is stopped. */
export function takeTurn(audio: HTMLMediaElement): void {
  if (holder !== null && holder !== audio) holder.pause();
  holder = audio;
}

/**
 * It is off the page: the next that is asked has the keys. And it lets go of its connection, of which a browser has six
 * to a server (HTTP/1.1): the seventh sound had waited for ten seconds.
 */
export function leaveTurn(audio: HTMLMediaElement): void {
  if (holder === audio) holder = null;
  audio.removeAttribute('src');
  audio.load();
}

/** Are the keys this recording's? The first that is asked has them until another is used. */
export function hasTurn(audio: HTMLMediaElement): boolean {
  holder ??= audio;
  return holder === audio;
}
