import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listListenings } from '../api/listenings';
import { usePersonName } from '../api/queries';
import type { Listening } from '../api/types';
import { clock, dateTime } from '../desk/time';
import { useText, type Translate } from '../i18n';
import { ErrorState } from '../shell/states';

const ofCall = (call: string) => ['audit', 'listenings', 'call', call];

/** A browser does not say when a file that it fetches has begun, nor what is told while one leaves: by then the server has noted it. */
const NOTED_MS = 2000;

/** Has the list of who heard a call asked for again, once what was just done with its sound is noted. */
export function useHeardAnew(call: string): () => void {
  const queries = useQueryClient();
  return () => {
    setTimeout(() => void queries.invalidateQueries({ queryKey: ofCall(call) }), NOTED_MS);
  };
}

/** Who heard a call, the latest first; the whole list is a page of its own. */
export function HeardBy({ call }: { call: string }) {
  const t = useText();
  const nameOf = usePersonName();
  const rows = useQuery({ queryKey: ofCall(call), queryFn: ({ signal }) => listListenings({ call, limit: 10 }, signal) });
  return (
    <section className="panel" data-testid="heard-by">
      <h2>{t('listenings.ofCall')}</h2>
      {rows.isError && !rows.data ? (
        <ErrorState within error={rows.error} onRetry={() => void rows.refetch()} />
      ) : rows.data?.items.length === 0 ? (
        <p className="soft">{t('listenings.empty')}</p>
      ) : (
        <ul className="plain">
          {(rows.data?.items ?? []).map((l) => (
            <li key={l.id}>
              <span className="clock">{dateTime(l.at, true)}</span> <b>{nameOf(l.actor)}</b>{' '}
              <span className="soft">{[l.reason, howHeard(l, t)].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
      {rows.data?.next && <Link to={`/listenings?call=${encodeURIComponent(call)}`}>{t('listenings.all')}</Link>}
    </section>
  );
}

/** How much of it was heard, or in which form it was taken away or read. */
function howHeard(l: Listening, t: Translate): string {
  if (l.text || l.download) return t(takenAs(l));
  return `${clock(l.heard_ms)} / ${clock(l.length_ms)} · ${t('listenings.sent', { time: clock(l.sent_ms) })}`;
}

/** The words for what was not heard but read, or taken away: alone, or with all of its call as evidence. */
export function takenAs(l: Pick<Listening, 'text' | 'package'>): 'listenings.read' | 'listenings.package' | 'listenings.copy' {
  if (l.text) return 'listenings.read';
  return l.package ? 'listenings.package' : 'listenings.copy';
}
