import { focusManager, QueryClient } from '@tanstack/react-query';
import { ApiError } from './client';

/** Failures that another try cannot change. */
export function finalFailure(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/**
 * What the application asks and tells the server through. What the browser takes for being offline
 * says nothing about our server on the local network; and what cannot be sent is said at once: it
 * must not be sent by itself later, to a ticket that is not what it was.
 */
export function newQueries(retries = 2): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: (count, error) => count < retries && !finalFailure(error), refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
}

/**
 * Whatever asks again and again rests, or goes on: of somebody whose session has ended every question would be refused,
 * on every page. It is the library's own switch, as while nobody looks; tries again rest with it. What asks behind other
 * windows too (refetchIntervalInBackground) has to see to it itself.
 */
export function restPolls(rest: boolean): void {
  focusManager.setFocused(rest ? false : undefined);
}
