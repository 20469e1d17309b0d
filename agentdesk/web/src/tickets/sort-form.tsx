import { lazy, Suspense } from 'react';
import type { Ticket } from '../api/types';
import { PageLoading } from '../shell/states';

const Fields = lazy(() => import('./sort-fields'));

/** The desk's form, for a message that is to be sorted: few tickets are one, the others do not load it. */
export function SortForm({ ticket }: { ticket: Ticket }) {
  return (
    <Suspense fallback={<PageLoading />}>
      <Fields ticket={ticket} />
    </Suspense>
  );
}
