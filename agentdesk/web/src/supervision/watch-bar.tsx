import { Button } from 'antd';
import { usePersonName } from '../api/queries';
import { Action, Slot } from '../desk/action';
import { Banner } from '../desk/banner';
import { useCalled, useCallee } from '../desk/called';
import { useDesk, useMaybeView } from '../desk/context';
import type { Desk, View } from '../desk/desk';
import { can, leadersSentence, type Scene } from '../desk/hearing';
import { HearingView } from '../desk/hearing-view';
import { useKeys } from '../desk/hooks';
import { KEY_LABEL, type Supervising } from '../desk/keys';
import { showNumber, withheld } from '../desk/number';
import type { Call } from '../desk/protocol';
import { cut, isLive } from '../desk/state';
import type { Mode } from '../desk/supervision';
import { useText, type Key } from '../i18n';

const MODES: readonly Mode[] = ['listen', 'whisper', 'barge'];

/** What the shift leader supervises, who hears them, and what may be done now. always: also while it is nothing. */
export function WatchBar({ always }: { always: boolean }) {
  const desk = useDesk();
  const view = useMaybeView();
  const t = useText();
  if (!desk || !view || (!always && !view.desk.watched)) return null;
  const { watched } = view.desk;
  return (
    <>
      <section className={`beside watch ${!always ? '' : watched ? 'watch-over' : 'watch-idle'}`} aria-label={t('watch.label')} data-testid="watch-bar" data-watching={watched?.id ?? ''} data-mode={watched?.mode ?? ''} data-audio={view.audio}>
        {watched ? <Watched desk={desk} view={view} call={watched} /> : <Idle desk={desk} view={view} />}
      </section>
      <Banner />
    </>
  );
}

function Watched({ desk, view, call }: { desk: Desk; view: View; call: Call }) {
  const t = useText();
  const nameOf = usePersonName();
  const officer = useCalled(call.officer);
  const callee = useCallee(call);
  const scene: Scene = { call, me: 'leader', muted: view.muted || call.mode === 'listen' };
  const unknown = cut(view.desk);
  const said = unknown ? 'watch.said.unknown' : leadersSentence(scene, view.muted);
  const may: Record<Supervising, boolean> = {
    listen: can(call, 'listen'), whisper: can(call, 'whisper'), barge: can(call, 'barge'), takeOver: can(call, 'take_over'), leave: can(call, 'leave'),
  };
  const act = (wish: Supervising) => {
    if (!may[wish] || wish === call.mode) return;
    if (wish === 'takeOver') desk.supervision.takeOver();
    else if (wish === 'leave') desk.supervision.leave();
    else desk.supervision.watch(call.id, wish);
  };
  useKeys({
    listen: () => act('listen'), whisper: () => act('whisper'), barge: () => act('barge'), takeOver: () => act('takeOver'), leave: () => act('leave'),
  });
  return (
    <>
      <div className="beside-picture">
        <p className={call.mode === 'barge' && said === 'watch.said.barge' ? 'beside-said' : 'beside-said beside-apart'} data-testid="watch-said" data-said={said}>
          {t(said)} <span className="soft">{withheld(call.from) ? t('bar.withheld') : showNumber(call.from)}</span>
        </p>
        {!unknown && <HearingView scene={scene} officer={officer} callee={callee} operator={nameOf(call.operator)} />}
      </div>
      <div className="beside-actions">
        {MODES.map((mode) => (
          <Slot key={mode} when={may[mode] || call.mode === mode}>
            <Action testid={`watch-${mode}`} label={t(`watch.${mode}`)} hint={KEY_LABEL[mode]} pressed={call.mode === mode} onClick={() => act(mode)} />
          </Slot>
        ))}
        <Slot when={may.takeOver}>
          <Action testid="watch-take-over" label={t('watch.takeOver')} help={t('watch.takeOverHelp')} hint={KEY_LABEL.takeOver} onClick={() => act('takeOver')} />
        </Slot>
        <Slot when={may.leave}>
          <Action testid="watch-leave" label={t('watch.leave')} hint={KEY_LABEL.leave} onClick={() => act('leave')} />
        </Slot>
      </div>
    </>
  );
}

function Idle({ desk, view }: { desk: Desk; view: View }) {
  const t = useText();
  const { link, call, watchEnded } = view.desk;
  const refused = view.audio === 'denied' || view.audio === 'missing' || view.audio === 'busy' || view.audio === 'insecure';
  let note: Key = 'watch.off';
  if (link === 'replaced') note = 'watch.replaced';
  else if (link === 'outdated') note = 'watch.outdated';
  else if (isLive(call)) note = 'watch.ownCall';
  else if (refused) note = `check.${view.audio}` as Key;
  else if (view.shift.on && (view.audio !== 'up' || link !== 'open')) note = 'watch.starting';
  return (
    <p className="beside-idle soft">
      {watchEnded && `${t('watch.ended', { number: withheld(watchEnded.from) ? t('bar.withheld') : showNumber(watchEnded.from) })}. `}
      {t(note)}{' '}
      {link === 'replaced' && (
        <Button size="small" data-testid="watch-reclaim" onClick={desk.supervise}>
          {t('stopped.takeBack')}
        </Button>
      )}
    </p>
  );
}
