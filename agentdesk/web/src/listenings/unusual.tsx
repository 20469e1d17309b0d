import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listUnusual } from '../api/listenings';
import { usePersonName } from '../api/queries';
import type { UnusualListening } from '../api/types';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { NO_FILTERS, writeFilters } from './filters';

/** Whose listening of a day is worth a look; each leads to that day's. */
export function Unusual() {
  const t = useText();
  const nameOf = usePersonName();
  const found = useQuery({ queryKey: ['unusual-listening'], queryFn: ({ signal }) => listUnusual(signal) });
  return (
    <section className="panel unusual" data-testid="unusual" aria-label={t('listenings.unusual')}>
      <h2>{t('listenings.unusual')}</h2>
      {found.isError && !found.data ? (
        <ErrorState within error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data?.length === 0 ? (
        <p className="soft">{t('listenings.nothingUnusual')}</p>
      ) : (
        <>
          {found.data?.length === MOST && <p className="soft">{t('listenings.mostUnusual', { n: MOST })}</p>}
          <ul className="plain unusual-list">
            {(found.data ?? []).map((one) => (
              <li key={`${one.kind} ${one.actor} ${one.day}`}>
                <Link to={`/listenings?${writeFilters(dayOf(one)).toString()}`} data-kind={one.kind}>
                  <b>{nameOf(one.actor)}</b> {t(`listenings.kind.${one.kind}`, { n: one.count, day: one.day.split('-').reverse().join('/') })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** How many the server gives at most. */
const MOST = 50;

const SHOWN = { many: '', copies: 'download', night: 'night', no_ticket: 'no_ticket' } as const;

function dayOf({ kind, actor, day }: UnusualListening) {
  return { ...NO_FILTERS, actor, since: day, until: day, only: SHOWN[kind] };
}
