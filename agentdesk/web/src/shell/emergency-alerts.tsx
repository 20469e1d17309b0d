import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { acknowledgeEmergency, openEmergencies } from '../api/after';
import { ApiError } from '../api/client';
import type { EmergencyAlert } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useDesk } from '../desk/context';
import { showNumber, withheld } from '../desk/number';
import { Ring } from '../desk/ring';
import { timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { newsOf, type Told as ToldOnce } from './emergency-news';

const EVERY = 1000;
const NONE: readonly EmergencyAlert[] = [];
/** Announcements that stay in the page: each is read when it is added. */
const KEPT = 6;

const ring = new Ring();

/** Whoever leads the shift is told at once that an emergency service is called, on whatever page, until one has said: seen. */
export function EmergencyAlerts() {
  const { user } = useSession();
  return may(user, 'wallboard') && <Told />;
}

function Told() {
  const t = useText();
  const { user } = useSession();
  const alerts = useQuery({
    queryKey: ['emergencies', 'open'],
    queryFn: ({ signal }) => openEmergencies(signal),
    refetchInterval: EVERY,
    refetchIntervalInBackground: true, // the page behind another window is the one that must say it
  });
  const open = alerts.data ?? NONE;
  const audible = useAlarm();
  return (
    <>
      <Announcement open={open} />
      {open.length > 0 && (
        <section className="emergencies" aria-label={t('alert.title')} data-testid="emergencies" data-open={open.length}>
          <ul className="plain">
            {open.map((alert) => (
              <Alert key={alert.id || `${alert.call_id} ${alert.asked_at}`} alert={alert} onSeen={alert.id !== 0 && may(user, 'lead')} />
            ))}
          </ul>
          {!audible && <p className="soft">{t('alert.silent')}</p>}
        </section>
      )}
    </>
  );
}

/** Lets the alarm be heard: at once where the browser allows it, else after the first gesture. Says whether it would be. */
function useAlarm(): boolean {
  useEffect(() => {
    const unlock = () => ring.unlock();
    unlock();
    window.addEventListener('pointerdown', unlock);
    window.addEventListener('keydown', unlock);
    return () => {
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
    };
  }, []);
  return useSyncExternalStore(ring.subscribe, ring.audible);
}

interface Said {
  n: number;
  words: string;
}

/** Each that comes, is answered or is in vain: in words to a screen reader, and what presses with a sound. */
function Announcement({ open }: { open: readonly EmergencyAlert[] }) {
  const words = useWords();
  const inWords = useEffectEvent((alert: EmergencyAlert) => words(alert).join(', '));
  const told = useRef<readonly ToldOnce[]>([]);
  const [said, setSaid] = useState<readonly Said[]>([]);
  useEffect(() => {
    const news = newsOf(told.current, open);
    told.current = news.told;
    if (news.loud) ring.alarm();
    if (news.changes.length === 0) return;
    const more = news.changes.map((alert) => inWords(alert));
    setSaid((before) => {
      const n = before.at(-1)?.n ?? 0;
      return [...before, ...more.map((one, index) => ({ n: n + 1 + index, words: one }))].slice(-KEPT);
    });
  }, [open]);
  return (
    <div className="unseen" aria-live="assertive" aria-relevant="additions" data-testid="announce-emergency">
      {said.map((one) => (
        <p key={one.n}>{one.words}</p>
      ))}
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
      t('alert.what', { service: alert.service_name || t('alert.someService') }),
      alert.operator ? t('alert.by', { operator: alert.operator_name || alert.operator, time }) : t('alert.byKey', { time }),
      withheld(alert.from) ? t('bar.withheld') : showNumber(alert.from),
      state(alert),
      alert.id === 0 ? t('alert.unkept') : '',
      ...alert.tickets,
    ].filter(Boolean);
  };
}

/** How an emergency stands, in words. */
export function useEmergencyState(): (e: Pick<EmergencyAlert, 'state' | 'answered_at' | 'outcome'>) => string {
  const t = useText();
  const label = useLabel();
  return (e) => {
    if (e.state === 'answered') return t('emergencystate.answered', { time: e.answered_at ? timeOfDay(e.answered_at) : '' });
    if (e.state === 'unknown') return t('emergencystate.unknown');
    if (e.state === 'unanswered') return t('emergencystate.unanswered', { why: label('outcome', e.outcome) });
    return t('emergencystate.calling');
  };
}
