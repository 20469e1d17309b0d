import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listListenings } from '../api/listenings';
import { usePersonName } from '../api/queries';
import { clock, dateTime } from '../desk/time';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';

/** Who heard a call, the latest first; the whole list is a page of its own. */
export function HeardBy({ call }: { call: string }) {
  const t = useText();
  const nameOf = usePersonName();
  const rows = useQuery({ queryKey: ['audit', 'listenings', 'call', call], queryFn: ({ signal }) => listListenings({ call, limit: 10 }, signal) });
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
              <span className="soft">{[l.reason, l.download ? t('listenings.copy') : l.text ? t('listenings.read') : `${clock(l.heard_ms)} / ${clock(l.length_ms)}`, !l.text && !l.download && t('listenings.sent', { time: clock(l.sent_ms) })].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
      {rows.data?.next && <Link to={`/listenings?call=${encodeURIComponent(call)}`}>{t('listenings.all')}</Link>}
    </section>
  );
}
