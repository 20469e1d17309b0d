import {
  AudioMutedOutlined,
  AudioOutlined,
  CustomerServiceOutlined,
  CheckOutlined,
  PauseOutlined,
  PhoneFilled,
  PhoneOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText, type Key } from '../i18n';
import { Action, Slot } from './action';
import { useOperatorDesk } from './context';
import { useCallee } from './called';
import { Elapsed, Remaining } from './clocks';
import { can, outcome } from './hearing';
import { useKeys } from './hooks';
import { Keypad } from './keypad';
import { KEY_LABEL } from './keys';
import { missedHint } from './missed';
import { sentName, showNumber, withheld } from './number';
import { shownReason } from './pauses';
import type { Call } from './protocol';
import { isLive, phase, type Phase } from './state';

/** The call and what can be done with it. On a screen of a desk's width its height never changes. */
export function CallBar({ away = false }: { away?: boolean }) {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const now = phase(view.desk);
  const inCall = now === 'talking' || now === 'held' || now === 'connecting' || now === 'recovering';
  // Without the link nobody knows what is possible; what is asked then is done when it is back, or refused.
  const may = (wish: string) => inCall && (can(view.desk.call, wish) || (now === 'recovering' && wish === 'hangup'));
  const hold = may('hold') || may('resume');
  const canReady = now === 'wrapup' || now === 'paused' || now === 'unavailable';

  useKeys({
    accept: () => {
      if (now === 'offered') desk.accept();
      else if (may('complete')) desk.complete();
    },
    hold: () => hold && desk.holdOrResume(),
    mute: () => inCall && desk.toggleMute(),
    end: () => may('hangup') && desk.hangup(),
    voicemail: () => may('voicemail') && desk.voicemail(),
    ready: () => canReady && desk.ready(),
  });

  return (
    <section
      className={`bar bar-${now}`}
      aria-label={t('bar.label')}
      data-testid="call-bar"
      data-state={now}
      data-call={isLive(view.desk.call) ? view.desk.call.id : ''}
    >
      <PhaseBox now={now} />
      <Who now={now} />
      <div className="bar-actions">
        {away && (
          <Link className="bar-link" to="/desk">
            {t('bar.toDesk')}
          </Link>
        )}
        {now === 'offered' && (
          <>
            <Button data-testid="reject" className="bar-button" onClick={desk.reject}>
              {t('bar.reject')}
            </Button>
            <Action testid="accept" className="bar-accept" icon={<PhoneFilled />} label={t('bar.accept')} hint={KEY_LABEL.accept} onClick={desk.accept} busy={view.busy.has('accept')} />
          </>
        )}
        {inCall && (
          <>
            {may('voicemail') && (
              <Action testid="voicemail" icon={<CustomerServiceOutlined />} label={t('bar.voicemail')} hint={KEY_LABEL.voicemail} onClick={desk.voicemail} busy={view.busy.has('voicemail')} />
            )}
            <Slot when={hold}>
              <Action
                testid="hold"
                className={now === 'held' && view.desk.call && outcome(view.desk.call) ? 'bar-wanted' : ''}
                icon={now === 'held' ? <PlayCircleOutlined /> : <PauseOutlined />}
                label={now === 'held' ? t('bar.resume') : t('bar.hold')}
                hint={KEY_LABEL.hold}
                pressed={now === 'held'}
                onClick={desk.holdOrResume}
              />
            </Slot>
            <Action
              testid="mute"
              icon={view.muted ? <AudioMutedOutlined /> : <AudioOutlined />}
              label={view.muted ? t('bar.unmute') : t('bar.mute')}
              hint={KEY_LABEL.mute}
              pressed={view.muted}
              onClick={desk.toggleMute}
            />
            <Keypad disabled={!may('dtmf')} onDigit={desk.digit} />
            <Slot when={may('hangup')}>
              <Action testid="hangup" className="bar-end" icon={<PhoneOutlined rotate={225} />} label={t('bar.hangup')} hint={KEY_LABEL.end} onClick={desk.hangup} busy={view.busy.has('hangup')} />
            </Slot>
          </>
        )}
        {canReady && (
          <Action
            testid="ready-button"
            className="bar-ready"
            icon={<CheckOutlined />}
            label={now === 'wrapup' ? t('bar.done') : t('bar.goReady')}
            hint={KEY_LABEL.ready}
            onClick={desk.ready}
            busy={view.busy.has('ready')}
          />
        )}
      </div>
    </section>
  );
}

/** State and its clock. */
function PhaseBox({ now }: { now: Phase }) {
  const { desk, muted } = useOperatorDesk().view;
  const t = useText();
  const call = desk.call;
  let time: ReactNode = null;
  if (now === 'offered') time = <Remaining at={call?.offer_until} />;
  else if (now === 'wrapup' && desk.status?.until) time = <Remaining at={desk.status.until} />;
  else if (now === 'connecting') time = <Elapsed at={call?.offered_at} />;
  else if (now === 'talking' || now === 'held' || now === 'recovering') time = <Elapsed at={call?.connected_at ?? call?.offered_at} />;
  else if (desk.status && now !== 'offline') time = <Elapsed at={desk.status.since} />;
  return (
    <div className="bar-phase">
      <b>{t(name(now, call))}</b>
      <span className="bar-time">{time}</span>
      {muted && <span className="bar-muted">{t('bar.muted')}</span>}
    </div>
  );
}

/** What the operator is doing, in as few words as there are. */
function name(now: Phase, call: Call | null): Key {
  if (now === 'offered' && call?.call_back === true) return 'bar.callBackOffered';
  const { phase: beside, urgent } = call?.officer ?? {};
  if ((now !== 'talking' && now !== 'held') || !beside) return `phase.${now}`;
  if (call?.left) return 'phase.beside.left';
  return beside === 'calling' && urgent ? 'phase.beside.urgent' : `phase.beside.${beside}`;
}

/** Who it is about, or what the operator may do when it is about nobody. */
function Who({ now }: { now: Phase }) {
  const { desk } = useOperatorDesk().view;
  const t = useText();
  const call = desk.call;
  const callee = useCallee(call);
  if (!isLive(call)) {
    const hints: Partial<Record<Phase, string>> = {
      offline: t('bar.connectingDesk'),
      ready: t('bar.waitingForCalls'),
      paused: desk.status?.reason ? shownReason(desk.status.reason, t) : t('bar.notTaking'),
      unavailable: missedHint(desk.status?.reason, t),
      wrapup: t('bar.finishForm'),
    };
    return <div className="bar-hint">{hints[now] ?? ''}</div>;
  }
  const card = desk.card?.call === call.id ? desk.card : null;
  const open = card?.tickets.filter((ticket) => !['closed', 'merged', 'declined'].includes(ticket.state)).length ?? 0;
  const name = callee || (card?.name ? card.name : sentName(call.from_name));
  return (
    <div className="bar-who">
      <span className="bar-number" data-testid="caller-number" data-number={call.from}>
        {withheld(call.from) ? t('bar.withheld') : showNumber(call.from)}
      </span>
      <span className="bar-name">
        <span>{name ? name : t('bar.unknownName')}</span>
        {open > 0 && <span className="bar-open">· {t('bar.openTickets', { n: open })}</span>}
        {now === 'offered' && call.queued_at && (
          <span>
            · {t('bar.waited')} <Elapsed at={call.queued_at} />
          </span>
        )}
        {call.call_back && call.state === 'offered' && <span data-testid="call-back">· {t('bar.callBack')}</span>}
        {call.emergency && <b className="tag tag-urgent" data-testid="bar-emergency">{t('bar.emergency')}</b>}
        {call.placed && <span data-testid="placed">· {t('bar.placed')}</span>}
        {(call.call_back || call.placed) && call.state === 'connecting' && <span>· {t('bar.calling')}</span>}
      </span>
    </div>
  );
}
