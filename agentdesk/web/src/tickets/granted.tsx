import { Suspense } from 'react';
import { hearRecording } from '../api/listenings';
import { recordingCopy } from '../api/recordings';
import type { Ticket } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { lazyAnt } from '../shell/lazy-ant';

const Player = lazyAnt(() => import('../calls/player'), (m) => m.default);

/** The recordings that a unit's people were granted, for as long as they were (Điều 10.1). */
export function Granted({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const { user } = useSession();
  const granted = new Map((ticket.slips ?? []).flatMap((slip) => slip.recordings).flatMap((r) => (r.may_hear && r.until ? [[r.id, r.until] as const] : [])));
  if (!may(user, 'work') || granted.size === 0) return null;
  return (
    <section className="panel" data-testid="granted">
      <h2>{t('listenings.granted')}</h2>
      {[...granted].map(([id, until]) => (
        <div key={id} className="recording">
          <p className="soft">{t('case.hear', { time: dateTime(until) })}</p>
          <Suspense fallback={<div className="player-wait">{t('player.loading')}</div>}>
            <Player key={until} sound={{ id, duration_ms: 0, hear: () => hearRecording(id), copy: recordingCopy(id) }} />
          </Suspense>
        </div>
      ))}
    </section>
  );
}
