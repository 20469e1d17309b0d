import { ApiError } from '../api/client';
import type { FormWords } from './form-foot';
import type { Faults } from './form-model';

/** What to say about a refusal besides the faults at the fields. */
export function reasons(error: unknown, refused: { faults: Faults; rest: string[] }, words: FormWords): string[] {
  if (!(error instanceof ApiError) || error.offline) return [words.failed];
  if (error.status === 403) return [error.message ? error.message : 'ticket.notYours'];
  if (refused.rest.length > 0 || Object.keys(refused.faults).length > 0) return refused.rest;
  return [error.message ? error.message : words.failed];
}
