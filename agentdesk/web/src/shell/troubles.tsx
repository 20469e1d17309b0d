import { useQuery } from '@tanstack/react-query';
import { dependencies } from '../api/dependencies';
import type { Dependency } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { shortDateTime } from '../desk/time';
import { useText, type Key } from '../i18n';
import './troubles.css';

/** The server itself looks every 2 s. */
const EVERY = 5000;

/** What fails because another does, or matters no more then: one line is told of the cause, and none of what follows. */
const FOLLOWS: Partial<Record<Dependency['name'], Dependency['name']>> = { spool_room: 'spool', evidence: 'database', calendar: 'database' };

/** What an administrator is told to do, where others are told to tell one. */
const OWN: Partial<Record<Dependency['name'], Key>> = {
  asterisk: 'troubleown.asterisk', spool: 'troubleown.spool', spool_room: 'troubleown.spool_room', database: 'troubleown.database', journal: 'troubleown.journal',
  storage: 'troubleown.storage', evidence: 'troubleown.evidence', proofs: 'troubleown.proofs', retention: 'troubleown.retention', calendar: 'troubleown.calendar',
};

const useDependencies = () => useQuery({ queryKey: ['dependencies'], queryFn: ({ signal }) => dependencies(signal), refetchInterval: EVERY }).data ?? [];

/** What fails of all that the hotline rests on, on whatever page, for as long as it does: what it means, since when, and what to do. */
export default function Troubles() {
  const t = useText();
  const { user } = useSession();
  const failing = inTrouble(useDependencies());
  const answers = may(user, 'recordings');
  const todo = (name: Dependency['name']) => (user.role === 'admin' && OWN[name]) || (`troubledo.${name}` as const);
  return (
    <div role="status" aria-label={t('troubles.title')}>
      {failing.length > 0 && (
        <ul className="plain troubles" data-testid="troubles">
          {failing.map(({ name, state, since, detail }) => (
            <li key={name} data-testid={`trouble-${name}`} data-state={state}>
              <b>{t(`trouble.${name}`)}</b> <span className="clock">{t('troubles.since', { time: shortDateTime(since) })}</span>{' '}
              <span>{t(answers ? todo(name) : 'troubles.told')}</span>
              {detail && (
                <details>
                  <summary>{t('troubles.detail')}</summary>
                  <span lang="en">{detail}</span>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What does its work and should be known all the same: that nothing which is recorded will be evidence. It is no alarm: it stands under the page, and pushes nothing. */
export function Noticed() {
  const t = useText();
  const own = useSession().user.role === 'admin';
  const noticed = useDependencies().flatMap(({ state, notice }) => (state === 'ok' && notice ? [notice] : []));
  if (noticed.length === 0) return null;
  return (
    <footer>
      <ul className="plain troubles troubles-calm" data-testid="notices-of-system">
        {noticed.map((notice) => (
          <li key={notice} data-testid={`notice-${notice}`}>
            <b>{t(`notice.${notice}`)}</b> <span>{t(own ? `noticeown.${notice}` : `noticedo.${notice}`)}</span>
          </li>
        ))}
      </ul>
    </footer>
  );
}

/** Those that fail, without what only follows from another; what was not asked yet is no trouble. */
export function inTrouble(all: readonly Dependency[]): Dependency[] {
  const failing = all.filter(({ state }) => state === 'failing' || state === 'degraded');
  return failing.filter(({ name }) => !failing.some((other) => other.name === FOLLOWS[name]));
}
