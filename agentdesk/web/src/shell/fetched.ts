// A script that was asked for ahead is there at once when its part is drawn; one that cannot be had is told from a fault of ours.

import { stylesAnew } from './styles-anew';

/** A script or its styles cannot be had: there is no network, or a new version is there, which has others. */
export class NotFetched extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * As load, which is asked once; what has come is given at once from then on, without even a turn of the event loop. React's
 * lazy takes such a thenable (react.dev, lazy, Parameters) and draws the part where it stands: with a promise, fulfilled or not,
 * it would draw the placeholder first, and nothing in its place for 300 ms. What failed (NotFetched) is asked for again.
 */
export function fetched<M>(load: () => Promise<M>): () => Promise<M> {
  let asked: Promise<M> | undefined;
  let come: { then: (take: (module: M) => void) => void } | undefined;
  return () => {
    if (come) return come as Promise<M>;
    asked ??= (stylesAnew()?.then(load) ?? load()).then(
      (module) => {
        come = { then: (take) => take(module) };
        return module;
      },
      (failure: unknown) => {
        asked = undefined;
        throw new NotFetched(failure);
      },
    );
    return asked;
  };
}
