import { useNow } from '../desk/hooks';
import { timeOfDay } from '../desk/time';
import { useText } from '../i18n';
import { ErrorState, PageLoading } from '../shell/states';
import { useFailure } from '../shell/use-failure';
import { LiveCalls } from '../supervision/live-calls';
import { useLiveCalls } from '../supervision/requests';
import { CallbacksTile, IncidentTile } from './outside-tiles';
import { staleSince, useLiveCallbacks, useLiveIncidents, useLiveOperators, useLiveQueues, useLiveTrunks } from './live';
import { OperatorTiles } from './operator-tiles';
import { QueueTile } from './queue-tile';
import { TodaysService } from './service-level';
import { TrunkTile } from './trunk-tile';

/** The whole hotline at a glance, from across the room: for the shift leader, and for a screen on the wall. */
export default function WallboardPage() {
  const t = useText();
  const queues = useLiveQueues();
  const operators = useLiveOperators();
  const trunks = useLiveTrunks();
  const incidents = useLiveIncidents();
  const callbacks = useLiveCallbacks();
  const live = useLiveCalls();
  const all = [queues, operators, trunks, incidents, callbacks, live] as const;
  const failure = useFailure(...all);
  if (failure !== null) return <ErrorState error={failure} onRetry={() => all.forEach((q) => void q.refetch())} />;
  if (!queues.data || !operators.data || !trunks.data || !incidents.data || !callbacks.data || !live.data) return <PageLoading />;
  return (
    <div className="wall" data-testid="wallboard-page">
      <h1>{t('wall.heading')}</h1>
      <Stale updatedAt={all.map((q) => q.dataUpdatedAt)} />
      <section aria-labelledby="wall-queues">
        <h2 id="wall-queues">{t('wall.queues')}</h2>
        <div className="wall-queues">
          {queues.data.map((queue) => (
            <QueueTile key={queue.name} queue={queue} />
          ))}
        </div>
      </section>
      <LiveCalls calls={live.data} />
      <TodaysService queues={queues.data} />
      <div className="wall-lines">
        <CallbacksTile waiting={callbacks.data.length} />
        <IncidentTile incident={incidents.data.find((i) => i.open)} />
        <section aria-labelledby="wall-trunks">
          <h2 id="wall-trunks">{t('wall.trunks')}</h2>
          {trunks.data.length === 0 && <p className="wall-tile soft">{t('wall.noTrunks')}</p>}
          <ul className="plain wall-trunks">
            {trunks.data.map((trunk) => (
              <TrunkTile key={trunk.name} trunk={trunk} />
            ))}
          </ul>
        </section>
      </div>
      <OperatorTiles operators={operators.data} />
    </div>
  );
}

/** A board that stands still must not look alive. */
function Stale({ updatedAt }: { updatedAt: readonly number[] }) {
  const t = useText();
  const since = staleSince(updatedAt, useNow(1000));
  return (
    <p className="wall-stale" role="status" data-testid="wall-stale" data-stale={since !== null}>
      {since !== null && <span className="notice">{t('wall.stale', { time: timeOfDay(since) })}</span>}
    </p>
  );
}
