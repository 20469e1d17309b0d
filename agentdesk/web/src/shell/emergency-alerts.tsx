import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { acknowledgeEmergency, openEmergencies } from '../api/after';
import { ApiError } from '../api/client';
import type { EmergencyAlert } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useDesk } from '../desk/context';
import { showNumber, withheld } from '../desk/number';
import { timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';

const EVERY = 2000;

/** Whoever leads the shift is told at once that an emergency service is called, on whatever page, until one has said: seen. */
export function EmergencyAlerts() {
  const t = useText();
  const { user } = useSession();
  const told = may(user, 'wallboard');
  const alerts = useQuery({
    queryKey: ['emergencies', 'open'],
    queryFn: ({ signal }) => openEmergencies(signal),
    refetchInterval: EVERY,
    refetchIntervalInBackground: true, // the page behind another window is the one that must say it
    enabled: told,
  });
  const open = alerts.data ?? [];
  return (
    <>
      <Announcement alert={open[0]} />
      {told && open.length > 0 && (
        <section className="emergencies" aria-label={t('alert.title')} data-testid="emergencies" data-open={open.length}>
          <ul className="plain">
            {open.map((alert) => (
              <Alert key={alert.id} alert={alert} onSeen={may(user, 'lead')} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** In words, to a screen reader, as soon as it comes and again when it is answered or in vain. */
function Announcement({ alert }: { alert: EmergencyAlert | undefined }) {
  const words = useWords();
  return (
    <div className="unseen" aria-live="assertive" data-testid="announce-emergency">
      {alert && words(alert).join(', ')}
    </div>
  );
}

function Alert({ alert, onSeen }: { alert: EmergencyAlert; onSeen: boolean }) {
  const t = useText();
  const { user } = useSession();
  const desk = useDesk();
  const client = useQueryClient();
  const words = useWords();
  const seen = useMutation({
    mutationFn: () => acknowledgeEmergency(alert.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['emergencies'] }),
  });
  const [what = '', ...more] = words(alert);
  return (
    <li data-testid={`emergency-${alert.id}`} data-state={alert.state} data-service={alert.service}>
      <b>{what}</b> <span>{more.join(' · ')}</span>{' '}
      <Link to={`/calls/${encodeURIComponent(alert.call_id)}`}>{t('alert.call')}</Link>{' '}
      {alert.live && desk && may(user, 'supervise') && (
        <Button size="small" data-testid={`emergency-listen-${alert.id}`} onClick={() => desk.supervision.watch(alert.call_id, 'listen')}>
          {t('watch.listen')}
        </Button>
      )}{' '}
      {onSeen && (
        <Button
          size="small"
          icon={<CheckOutlined aria-hidden />}
          loading={seen.isPending}
          aria-label={t('alert.seenOf', { what })}
          data-testid={`emergency-seen-${alert.id}`}
          onClick={() => seen.mutate()}
        >
          {t('alert.seen')}
        </Button>
      )}
      {seen.error && <span role="alert">{seen.error instanceof ApiError && !seen.error.offline ? seen.error.message : t('page.error')}</span>}
    </li>
  );
}

/** What, by whom and when, of whose call, and how it stands. */
function useWords(): (alert: EmergencyAlert) => string[] {
  const t = useText();
  const state = useEmergencyState();
  return (alert) => {
    const time = timeOfDay(alert.asked_at);
    return [
      t('alert.what', { service: alert.service_name }),
      alert.operator ? t('alert.by', { operator: alert.operator_name || alert.operator, time }) : t('alert.byKey', { time }),
      withheld(alert.from) ? t('bar.withheld') : showNumber(alert.from),
      state(alert),
      ...alert.tickets,
    ];
  };
}

/** How an emergency stands, in words. */
export function useEmergencyState(): (e: Pick<EmergencyAlert, 'state' | 'answered_at' | 'outcome'>) => string {
  const t = useText();
  const label = useLabel();
  return (e) => {
    if (e.state === 'answered') return t('emergencystate.answered', { time: e.answered_at ? timeOfDay(e.answered_at) : '' });
    if (e.state === 'unanswered') return t('emergencystate.unanswered', { why: label('outcome', e.outcome) });
    return t('emergencystate.calling');
  };
}
