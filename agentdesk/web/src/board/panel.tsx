import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { ActBar } from '../acts/act-bar';
import type { ActName } from '../acts/kinds';
import { ApiError, getTicket } from '../api/client';
import { useUnits } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { CaseParts } from '../tickets/case-parts';
import { Marks } from '../tickets/marks';
import { Terms } from '../tickets/terms';

/** What the Office does with what it watches, before all else (Điều 9.5, 14). */
const FIRST: readonly ActName[] = ['remind', 'reroute', 'take_by_office', 'request_directive', 'direct', 'send_dossier', 'record_document'];

/** A ticket beside the list: what it is, how it stands, and what can be done, while the list stays where it is. */
export default function Panel({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useText();
  const label = useLabel();
  const units = useUnits().data;
  const box = useRef<HTMLElement>(null);
  const query = useQuery({ queryKey: ['ticket', code], queryFn: ({ signal }) => getTicket(code, signal) });
  useEffect(() => box.current?.focus(), [code]);
  useEffect(() => {
    // From wherever one is: it may lie over what has the focus.
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    window.addEventListener('keydown', escape);
    return () => window.removeEventListener('keydown', escape);
  }, [onClose]);
  // What one may read no more is gone; without a connection what was there stays: somebody may be writing on it.
  const ticket = query.error instanceof ApiError && query.error.withdrawn ? undefined : query.data;
  return (
    <aside
      ref={box}
      className="board-panel"
      data-testid="board-panel"
      data-code={code}
      tabIndex={-1}
      aria-label={t('board.panel', { code })}
    >
      <div className="board-panel-head">
        <h2>
          <Link className="code" to={`/tickets/${code}`} data-testid="board-panel-open">
            {code}
          </Link>
        </h2>
        {ticket && <span className="tag">{label('state', ticket.state)}</span>}
        {ticket && <Marks of={ticket} />}
        <button type="button" className="board-button" data-testid="board-panel-close" onClick={onClose}>
          {t('board.close')}
        </button>
      </div>
      {query.isPending && <p className="soft">{t('page.loading')}</p>}
      {query.isError && ticket && (
        <p className="notice" role="status">
          {t('lists.stale')}
        </p>
      )}
      {query.isError && !ticket && <ErrorState within error={query.error} onRetry={() => void query.refetch()} />}
      {ticket && (
        <>
          <p className="running">{ticket.content}</p>
          <p className="soft">{[ticket.address, units?.find((unit) => unit.code === ticket.unit)?.name ?? ticket.unit_name].filter(Boolean).join(' · ')}</p>
          <Terms ticket={ticket} />
          <ActBar key={code} ticket={ticket} before={FIRST} />
          <CaseParts ticket={ticket} />
        </>
      )}
    </aside>
  );
}
