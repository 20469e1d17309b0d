import { useState } from 'react';
import { useOfficers, usePersonName, useServices } from '../api/queries';
import { useText } from '../i18n';
import { Action, Slot } from './action';
import { useLeader } from './banner';
import { useCalled, useCallee } from './called';
import { ConsultPanel } from './consult-panel';
import { useOperatorDesk } from './context';
import { EmergencyPanel } from './emergency-panel';
import { can, inSentences, outcome, sentence, type Scene } from './hearing';
import { HearingView } from './hearing-view';
import { useKeys } from './hooks';
import { KEY_LABEL } from './keys';
import type { Call } from './protocol';
import { SlipAction } from './slip-action';
import { SpareDigits, type Spare } from './spare-digits';
import { isLive, unsure } from './state';

/** Who hears whom, and what may be done with who is beside the citizen. Its height never changes, nor the buttons' places. */
export function BesideBar() {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  // What was open for one call is not open for the next.
  const [open, setOpen] = useState<{ what: 'consult' | 'emergency'; call: string } | null>(null);
  const [spare, setSpare] = useState<Spare | null>(null);
  // Wanted before they are needed: nobody in danger waits for a list.
  useServices();
  useOfficers();
  const call = view.desk.call;
  const live = isLive(call) ? call : null;
  const may = (wish: string) => can(live, wish);
  const shows = (what: 'consult' | 'emergency') => open?.what === what && open.call === live?.id && may(what);
  const consulting = shows('consult');
  const urgent = shows('emergency');
  if (open?.what === 'emergency' && !urgent) {
    // It was closed under the hands of who was about to choose.
    setOpen(null);
    setSpare({ says: live ? 'emergency.notNow' : 'emergency.over' });
  }
  const close = () => setOpen(null);
  const toggle = (what: 'consult' | 'emergency', isOpen: boolean) => setOpen(isOpen || !live ? null : { what, call: live.id });
  const officer = () => {
    if (may('take_back')) desk.takeBack();
    else if (may('consult')) toggle('consult', consulting);
  };
  const emergency = () => {
    setSpare(may('emergency') ? null : { says: live ? 'emergency.notNow' : 'emergency.noCall' });
    if (may('emergency')) toggle('emergency', urgent);
  };
  const swapOrNext = () => {
    if (may('swap')) desk.swap();
    else if (may('next')) desk.nextNumber();
  };
  useKeys({
    swap: swapOrNext,
    officer,
    ...(may('three_way') ? { threeWay: desk.threeWay } : {}),
    emergency,
  });
  const reached = live?.officer?.phase !== 'calling' && live?.officer?.phase !== 'briefed';
  return (
    <section className="beside" aria-label={t('beside.label')} data-testid="beside" data-officer={live?.officer?.phase ?? ''} data-outcome={live?.officer?.outcome ?? ''}>
      <Picture />
      <div className="beside-actions">
        <Slot when={may('take_back') || may('consult')}>
          {may('take_back') ? (
            <Action testid="take-back" label={reached ? t('act.takeBack') : t('act.stop')} help={t(live?.left ? 'act.letGoHelp' : reached ? 'act.takeBackHelp' : 'act.stopHelp')} hint={KEY_LABEL.officer} onClick={officer} busy={view.busy.has('take_back')} />
          ) : (
            <Action testid="consult" label={t('act.consult')} hint={KEY_LABEL.officer} expanded={consulting} onClick={officer} busy={view.busy.has('consult')} />
          )}
        </Slot>
        <Slot when={may('swap') || may('next')}>
          {may('swap') ? (
            <Action testid="swap" label={t('act.swap')} help={t('act.swapHelp')} hint={KEY_LABEL.swap} onClick={swapOrNext} busy={view.busy.has('swap')} />
          ) : (
            <Action testid="next-number" label={t('act.next')} help={t('act.nextHelp')} hint={KEY_LABEL.swap} onClick={swapOrNext} busy={view.busy.has('next')} />
          )}
        </Slot>
        {live && !may('three_way') ? (
          <SlipAction call={live.id} wanted={outcome(live) !== null} />
        ) : (
          <Slot when={may('three_way')}>
            <Action testid="three-way" label={t('act.threeWay')} hint={KEY_LABEL.threeWay} onClick={desk.threeWay} busy={view.busy.has('three_way')} />
          </Slot>
        )}
        <Slot when={may('complete')}>
          <Action testid="complete" label={t('act.complete')} help={t('act.completeHelp')} hint={KEY_LABEL.accept} onClick={desk.complete} busy={view.busy.has('complete')} />
        </Slot>
        <Slot when={may('emergency')}>
          <Action testid="emergency" className="beside-emergency" label={t('act.emergency')} hint={KEY_LABEL.emergency} expanded={urgent} onClick={emergency} busy={view.busy.has('emergency')} />
        </Slot>
      </div>
      {consulting && <ConsultPanel onClose={close} />}
      {urgent && <EmergencyPanel onClose={close} onCalled={(service) => setSpare({ says: null, service })} />}
      <SpareDigits spare={spare} onOver={() => setSpare(null)} />
    </section>
  );
}

/** The drawing, and the one sentence that says the same. */
function Picture() {
  const { desk, muted } = useOperatorDesk().view;
  const t = useText();
  const call = desk.call;
  const who = useCalled(call?.officer);
  const callee = useCallee(call);
  const named = inSentences(callee, t);
  const leader = useLeader(desk.supervised?.by);
  const nameOf = usePersonName();
  if (!isLive(call) || call.state === 'offered') {
    let note = t('beside.idle');
    if (isLive(call)) return <Ringing call={call} who={who} />;
    if (call?.gone === 'transferred') note = t('hears.transferred', named);
    else if (call?.gone === 'calling') note = t('hears.calledOn', { who, ...named });
    else if (call?.gone === 'taken_over') note = t('hears.takenOver', { who: leader });
    return <p className="beside-idle soft">{note}</p>;
  }
  if (unsure(desk)) {
    return (
      <p className="beside-idle beside-said beside-apart" data-testid="hears-said" data-said="hears.unknown">
        {t('hears.unknown')}
      </p>
    );
  }
  const scene: Scene = { call, me: 'operator', muted };
  const said = sentence(scene);
  const apart = call.state === 'held' || muted || call.left === true;
  return (
    <div className="beside-picture">
      <p className={apart ? 'beside-said beside-apart' : 'beside-said'} data-testid="hears-said" data-said={said ?? ''}>
        {said && t(said, { who, ...named })}
      </p>
      <HearingView scene={scene} officer={who} callee={callee} leader={nameOf(call.leader)} ended={outcome(call)} />
    </div>
  );
}

/** A call that is offered: of an emergency, which service was called for them and has not come. */
function Ringing({ call, who }: { call: Call; who: string }) {
  const t = useText();
  if (call.emergency !== true) return <p className="beside-idle soft">{t('beside.ringing')}</p>;
  const ended = outcome(call);
  return (
    <p className="beside-idle beside-apart" data-testid="ringing-emergency" data-outcome={call.officer?.outcome ?? ''}>
      {ended ? t('beside.ringingUnreached', { who, what: t(ended) }) : t('beside.ringingEmergency')}
    </p>
  );
}
