import { Suspense, useEffect, useState } from 'react';
import { serverOffset } from '../api/client';
import { hearRecording } from '../api/listenings';
import { recordingCopy } from '../api/recordings';
import type { Ticket } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { lanesOf, recordingText } from '../calls/aside';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { lazyAnt } from '../shell/lazy-ant';

const Player = lazyAnt(() => import('../calls/player'), (m) => m.default);

type Asked = NonNullable<Ticket['recordings']>[number];

/** The recordings that a unit's people asked for, each with how that stands; heard for as long as they were granted (Điều 10.1). */
export function Granted({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const { user } = useSession();
  const asked = (ticket.recordings ?? []).filter((one) => one.request !== '');
  if (!may(user, 'work') || asked.length === 0) return null;
  return (
    <section className="panel" data-testid="granted">
      <h2>{t('listenings.granted')}</h2>
      {asked.map((one) => (
        <Recording key={`${one.id} ${one.until ?? ''}`} recording={one} />
      ))}
    </section>
  );
}

function Recording({ recording }: { recording: Asked }) {
  const t = useText();
  const { id, request, until = '' } = recording;
  const which = <b>{recordingText(recording, t)}:</b>;
  const ended = useEnded(until);
  const stands = request === 'granted' && ended ? 'over' : request;
  if (stands === 'granted')
    return (
      <div className="recording" data-testid={`granted-${id}`} data-request={stands}>
        <p>
          {which} <span className="soft">{t('listenings.untilAt', { time: dateTime(until) })}</span>
        </p>
        <Suspense fallback={<div className="player-wait">{t('player.loading')}</div>}>
          <Player sound={{ id, duration_ms: 0, hear: () => hearRecording(id), copy: recordingCopy(id) }} lanes={lanesOf(recording.leg, t)} />
        </Suspense>
      </div>
    );
  return (
    <p className="recording" role="status" data-testid={`granted-${id}`} data-request={stands}>
      {which} {stands === 'over' ? t('listenings.over', { time: dateTime(until) }) : t(stands === 'refused' ? 'listenings.refused' : 'listenings.asked')}
    </p>
  );
}

/** Whether a time is over, by the server's clock: what the browser has of the sound must not outlast it. */
function useEnded(until: string): boolean {
  const [ended, setEnded] = useState(() => isOver(until));
  useEffect(() => {
    if (until === '' || ended) return;
    const timer = setInterval(() => setEnded(isOver(until)), 1000);
    return () => clearInterval(timer);
  }, [until, ended]);
  return ended;
}

function isOver(until: string): boolean {
  return until !== '' && Date.parse(until) <= Date.now() + serverOffset();
}
