import { Button } from 'antd';
import { usePersonName } from '../api/queries';
import { Banner } from '../desk/banner';
import { useCalled } from '../desk/called';
import { useDesk, useMaybeView } from '../desk/context';
import type { Desk, View } from '../desk/desk';
import { can, hears, part, type Scene } from '../desk/hearing';
import { HearingView } from '../desk/hearing-view';
import { showNumber, withheld } from '../desk/number';
import type { Call } from '../desk/protocol';
import { isLive } from '../desk/state';
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
      <section className="beside watch" aria-label={t('watch.label')} data-testid="watch-bar" data-watching={watched?.id ?? ''} data-mode={watched?.mode ?? ''} data-audio={view.audio}>
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
  const scene: Scene = { call, me: 'leader', muted: view.muted || call.mode === 'listen' };
  const said = sentence(scene, view.muted);
  return (
    <>
      <div className="beside-picture">
        <p className={call.mode === 'barge' && said === 'watch.said.barge' ? 'beside-said' : 'beside-said beside-apart'} data-testid="watch-said" data-said={said}>
          {t(said)} <span className="soft">{withheld(call.from) ? t('bar.withheld') : showNumber(call.from)}</span>
        </p>
        <HearingView scene={scene} officer={officer} operator={nameOf(call.operator)} />
      </div>
      <div className="beside-actions">
        {MODES.map((mode) => (
          <span key={mode} className="slot">
            {(can(call, mode) || call.mode === mode) && (
              <Button className="bar-button" aria-pressed={call.mode === mode} data-testid={`watch-${mode}`} onClick={() => call.mode !== mode && desk.supervision.watch(call.id, mode)}>
                {t(`watch.${mode}`)}
              </Button>
            )}
          </span>
        ))}
        <span className="slot">
          {can(call, 'take_over') && (
            <Button className="bar-button" title={t('watch.takeOverHelp')} data-testid="watch-take-over" onClick={desk.supervision.takeOver}>
              {t('watch.takeOver')}
            </Button>
          )}
        </span>
        <span className="slot">
          {can(call, 'leave') && (
            <Button className="bar-button" data-testid="watch-leave" onClick={desk.supervision.leave}>
              {t('watch.leave')}
            </Button>
          )}
        </span>
      </div>
    </>
  );
}

/** Who hears the leader, before anything else. */
function sentence(scene: Scene, muted: boolean): Key {
  const { mode } = scene.call;
  if (mode === 'listen') return 'watch.said.listen';
  if (muted) return 'watch.said.muted';
  // Asked for, and not yet so.
  if (!mode || part(scene, 'leader').caption === 'part.alone') return 'watch.said.joining';
  return mode === 'barge' && !hears(scene, 'operator').includes('leader') && !hears(scene, 'officer').includes('leader') ? 'watch.said.joining' : `watch.said.${mode}`;
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
