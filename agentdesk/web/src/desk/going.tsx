import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { recentIncidents } from '../api/client';
import { listShifts } from '../api/staff';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { begins, DAY, dayOf, ends, shortDay, times } from '../shifts/roster';
import { useNow } from './hooks';

/** How often it is asked what goes on, in ms. */
const EVERY = 60_000;
/** How far ahead one's own next shift is looked for. */
const AHEAD = 7 * DAY;

/** What an operator would otherwise learn from callers, or from a page that nobody opens in a call: the open incident, and when they are planned next. */
export function Going() {
  const t = useText();
  const { user } = useSession();
  const now = useNow(EVERY);
  const incidents = useQuery({ queryKey: ['incidents', 'recent'], queryFn: ({ signal }) => recentIncidents(signal), refetchInterval: EVERY, enabled: may(user, 'incidents') });
  const shifts = useQuery({
    queryKey: ['shifts', 'ahead', dayOf(now)],
    queryFn: ({ signal }) => listShifts(new Date(now).toISOString(), new Date(now + AHEAD).toISOString(), signal),
    refetchInterval: EVERY,
    enabled: may(user, 'shifts'),
  });
  const open = incidents.data?.find(({ closed_at }) => !closed_at);
  const next = shifts.data?.find((shift) => shift.username === user.username && begins(shift) > now);
  if (!open && !next) return null;
  return (
    <div className="foot-going">
      {open && (
        <Link to="/incidents" data-testid="foot-incident">
          {t('foot.incident', { area: open.area })}
        </Link>
      )}
      {next && (
        <Link to="/shifts" data-testid="foot-shift">
          {t('foot.nextShift', { time: `${shortDay(dayOf(begins(next)))} ${times(begins(next), ends(next))}` })}
        </Link>
      )}
    </div>
  );
}
