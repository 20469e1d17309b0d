import { Button } from 'antd';
import { usePersonName } from '../api/queries';
import type { LiveCall } from '../api/types';
import { useCalled } from '../desk/called';
import { Elapsed } from '../desk/clocks';
import { useDesk, useMaybeView } from '../desk/context';
import { callerOf } from '../calls/caller';
import type { Mode } from '../desk/supervision';
import { useLabel, useText } from '../i18n';

const MODES: readonly Mode[] = ['listen', 'whisper', 'barge'];

/** The calls that go on now, and what their shift leader may do in each. A call keeps its row as long as it lives. */
export function LiveCalls({ calls }: { calls: readonly LiveCall[] }) {
  const t = useText();
  return (
    <section aria-labelledby="live-calls" data-testid="live-calls" data-calls={calls.length}>
      <h2 id="live-calls">{t('live.title')}</h2>
      {calls.length === 0 ? (
        <p className="wall-tile soft">{t('live.none')}</p>
      ) : (
        <ul className="plain live-list wall-tile">
          {calls.map((call) => (
            <Row key={call.id} call={call} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ call }: { call: LiveCall }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const officer = useCalled(call.officer);
  const number = callerOf(call, t);
  return (
    <li className={call.emergency ? 'live-row live-urgent' : 'live-row'} aria-label={t('live.call', { number })} data-testid={`live-${call.id}`} data-from={call.from} data-state={call.state} data-leader={call.leader}>
      <span className="live-since">
        <Elapsed at={call.connected_at ?? call.arrived_at} />
      </span>
      <b className="clock">{number}</b>
      <span className="live-state">
        {label('callstate', call.state)}
        {call.placed && ` · ${t('live.placed')}`}
        {call.call_back && ` · ${t('live.callBack')}`}
        {call.left && ` · ${t('live.left')}`}
        {call.unrecorded && <span className="tag tag-waits" title={t('unrecorded.watched')}>{t('live.unrecorded')}</span>}
        {call.emergency && <span className="tag tag-urgent">{t('live.emergency')}</span>}
      </span>
      <span className="live-who">
        {call.operator && <b>{nameOf(call.operator)}</b>}
        {call.officer && <span>{t(`live.officer.${call.officer.phase}`, { who: officer })}</span>}
        {!call.operator && !call.officer && <span className="soft">{label('queue', call.queue)}</span>}
        {call.leader && call.mode && <span className="live-leader">{t(`live.leader.${call.mode}`, { who: nameOf(call.leader) })}</span>}
      </span>
      <Actions call={call} number={number} />
    </li>
  );
}

/** Each at its own place, those alone that are possible now. */
function Actions({ call, number }: { call: LiveCall; number: string }) {
  const t = useText();
  const desk = useDesk();
  const view = useMaybeView();
  if (!desk || !view) return null;
  const watched = view.desk.watched?.id === call.id ? view.desk.watched : null;
  // Who has taken it over is in it: there is nothing to listen to from beside.
  const own = view.desk.call?.id === call.id;
  const can = watched ? (watched.can ?? []) : own ? [] : call.can;
  return (
    <span className="live-actions" role="group" aria-label={t('live.actions', { number })}>
      {MODES.map((mode) => (
        <span key={mode} className="slot">
          {(can.includes(mode) || watched?.mode === mode) && (
            <Button aria-pressed={watched?.mode === mode} data-testid={`${mode}-${call.id}`} onClick={() => watched?.mode !== mode && desk.supervision.watch(call.id, mode)}>
              {t(`watch.${mode}`)}
            </Button>
          )}
        </span>
      ))}
    </span>
  );
}
