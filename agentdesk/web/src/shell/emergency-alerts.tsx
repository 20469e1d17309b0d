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
import { useServiceName } from '../desk/called';
import { useDesk } from '../desk/context';
import { showNumber, withheld } from '../desk/number';
import { Ring } from '../desk/ring';
import { timeOfDay } from '../desk/time';
import { useText } from '../i18n';
import { useEmergencyState } from './emergency-state';
import { byCall, newsOf, type OfCall, type Told as ToldOnce } from './emergency-news';

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
  const { user, covered } = useSession();
  const alerts = useQuery({
    queryKey: ['emergencies', 'open'],
    queryFn: ({ signal }) => openEmergencies(signal),
    refetchInterval: covered ? false : EVERY, // whose session has ended would be refused every second
    refetchIntervalInBackground: true, // the page behind another window is the one that must say it
  });
  const open = alerts.data ?? NONE;
  const calls = byCall(open);
  const audible = useAlarm();
  return (
    <>
      <Announcement open={open} />
      {open.length > 0 && (
        <section className="emergencies" aria-label={t('alert.title')} data-testid="emergencies" data-open={calls.length}>
          <ul className="plain">
            {calls.map((one) => (
              <Alert key={one.newest.call_id} one={one} mayAcknowledge={may(user, 'lead')} />
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
  useEffect(() => ring.unlockSoon(), []);
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

/** What was called in one call, how that stands now, and what has become of the call. */
function Alert({ one, mayAcknowledge }: { one: OfCall; mayAcknowledge: boolean }) {
  const t = useText();
  const { user } = useSession();
  const desk = useDesk();
  const client = useQueryClient();
  const asked = useAsked();
  const state = useEmergencyState();
  const nameOf = useAlertName();
  const over = useOver();
  const { newest, services, times, ids } = one;
  const seen = useMutation({
    mutationFn: async () => {
      const done = await Promise.allSettled(ids.map((id) => acknowledgeEmergency(id)));
      const refused = done.find((one) => one.status === 'rejected');
      if (refused) throw refused.reason;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['emergencies'] }),
  });
  const what = t('alert.what', { service: services.map(nameOf).join(', ') });
  const facts = [
    times > services.length ? t('alert.times', { n: times }) : '',
    ...asked(newest),
    newest.id === 0 ? t('alert.unkept') : '',
  ];
  return (
    <li data-testid={`emergency-${newest.id}`} data-call={newest.call_id} data-state={newest.state} data-service={newest.service} data-times={times} data-over={!newest.live}>
      <b>{t('alert.what', { service: services.map((each) => `${nameOf(each)} ${state(each)}`).join(', ') })}</b> <span>{facts.filter(Boolean).join(' · ')}</span>{' '}
      {newest.tickets.map((code) => (
        <Link key={code} className="code" to={`/tickets/${code}`}>
          {code}
        </Link>
      ))}{' '}
      {!newest.live && <span className="tag">{over(newest)}</span>}{' '}
      <Link to={`/calls/${encodeURIComponent(newest.call_id)}`}>{t('alert.call')}</Link>{' '}
      {newest.live && desk && may(user, 'supervise') && (
        <Button size="small" data-testid={`emergency-listen-${newest.id}`} onClick={() => desk.supervision.watch(newest.call_id, 'listen')}>
          {t('watch.listen')}
        </Button>
      )}{' '}
      {mayAcknowledge && ids.length > 0 && (
        <Button
          size="small"
          icon={<CheckOutlined aria-hidden />}
          loading={seen.isPending}
          aria-label={t('alert.seenOf', { what })}
          data-testid={`emergency-seen-${newest.id}`}
          onClick={() => seen.mutate()}
        >
          {t('alert.seen')}
        </Button>
      )}
      {seen.error && <span role="alert">{seen.error instanceof ApiError && !seen.error.offline ? seen.error.message : t('page.error')}</span>}
    </li>
  );
}

/** That its call is over, and whether a ticket came of it. */
function useOver(): (alert: EmergencyAlert) => string {
  const t = useText();
  return (alert) => t(alert.tickets.length > 0 ? 'alert.overFiled' : 'alert.over');
}

function useAlertName(): (alert: EmergencyAlert) => string {
  const t = useText();
  const serviceOf = useServiceName();
  return (alert) => serviceOf(alert.service, alert.service_name || t('alert.someService'));
}

/** By whom it was asked for and when, and of whose call. */
function useAsked(): (alert: EmergencyAlert) => string[] {
  const t = useText();
  return (alert) => {
    const time = timeOfDay(alert.asked_at);
    return [
      alert.operator ? t('alert.by', { operator: alert.operator_name || alert.operator, time }) : t('alert.byKey', { time }),
      withheld(alert.from) ? t('bar.withheld') : showNumber(alert.from),
    ];
  };
}

/** All that is to be said of one alone. */
function useWords(): (alert: EmergencyAlert) => string[] {
  const t = useText();
  const asked = useAsked();
  const state = useEmergencyState();
  const nameOf = useAlertName();
  const over = useOver();
  return (alert) =>
    [
      t('alert.what', { service: nameOf(alert) }), ...asked(alert), state(alert),
      alert.id === 0 ? t('alert.unkept') : '', ...alert.tickets, alert.live ? '' : over(alert),
    ].filter(Boolean);
}
