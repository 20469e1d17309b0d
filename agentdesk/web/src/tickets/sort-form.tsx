import { Suspense } from 'react';
import type { Ticket } from '../api/types';
import { part } from '../shell/part';
import { PageLoading } from '../shell/states';

const Fields = part(() => import('./sort-fields'), (m) => m.default);

/** The desk's form, for a message that is to be sorted: few tickets are one, the others do not load it. */
export function SortForm({ ticket }: { ticket: Ticket }) {
  return (
    <Suspense fallback={<PageLoading />}>
      <Fields ticket={ticket} />
    </Suspense>
  );
}
