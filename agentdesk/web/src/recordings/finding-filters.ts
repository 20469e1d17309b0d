// The filters of what rows, spools and bucket do not agree in, as they stand in the page's address.

import type { FindingsQuery } from '../api/types';
import { inAddress } from '../lists/address';
import { bothWays, sortFrom } from '../lists/sort';

export interface Filters {
  kind: FindingsQuery['kind'] | '';
  sort: (typeof SORTS)[number] | '';
  cursor: string;
}

export const KINDS = ['no_object', 'deleted', 'newer', 'size', 'checksum', 'unreadable', 'unlocked', 'no_row', 'no_file', 'file_no_row', 'unknown_file'] as const;
const SORTS = bothWays('since', 'found', 'kind');

/** The address of some filters, and whether there are any. */
export const { writeFilters, isFiltered } = inAddress(['kind', 'sort', 'cursor'] as const);

/** Reads an address; what makes no sense in it is left out. */
export function readFilters(query: URLSearchParams): Filters {
  return {
    kind: KINDS.find((k) => k === query.get('kind')) ?? '',
    sort: sortFrom(SORTS, query.get('sort')),
    cursor: (query.get('cursor') ?? '').trim().slice(0, 400),
  };
}

/** What the API is asked for: nothing that is empty. */
export function toQuery(filters: Filters): FindingsQuery {
  return { limit: 50, ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) };
}
