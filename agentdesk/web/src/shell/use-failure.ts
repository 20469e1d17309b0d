import { useState } from 'react';

/** What is asked for, as TanStack Query tells of it. */
export interface Asked {
  data: unknown;
  isError: boolean;
  isPending: boolean;
  error: unknown;
  errorUpdateCount: number;
}

/**
 * Why there is nothing to show, where one of several is missing, too; null: there is something, or it is being fetched for the first time. The library forgets the
 * failure whenever it tries again (status: pending), and what asks every few seconds would turn from it to "loading" and back.
 */
export function useFailure(first: Asked, ...others: readonly Asked[]): unknown {
  const { data, isError, isPending, error, errorUpdateCount } = [first, ...others].find((one) => one.errorUpdateCount > 0 && one.data === undefined) ?? first;
  const [last, setLast] = useState<unknown>(null);
  const failed = data === undefined && (isError || (isPending && errorUpdateCount > 0));
  const now = failed ? (error ?? last ?? UNKNOWN) : null;
  if (now !== last) setLast(now);
  return now;
}

/** It failed before this was drawn. */
const UNKNOWN = new Error();
