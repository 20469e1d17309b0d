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
import { useText } from '../i18n';
import { useOperatorDesk } from './context';
import { Elapsed, Remaining } from './clocks';
import { useKeys } from './hooks';
import { Keypad } from './keypad';
import { KEY_LABEL } from './keys';
import { missedHint } from './missed';
import { sentName, showNumber, withheld } from './number';
import { shownReason } from './pauses';
import { isLive, phase, type Phase } from './state';

/** The call and what can be done with it. On a screen of a desk's width its height never changes. */
export function CallBar({ away = false }: { away?: boolean }) {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const now = phase(view.desk);
  const connected = now === 'talking' || now === 'held';
  const inCall = connected || now === 'connecting' || now === 'recovering';
  // What answered a call-back may be a machine, as the operator hears.
  const back = connected && view.desk.call?.call_back === true;
  const canReady = now === 'wrapup' || now === 'paused' || now === 'unavailable';

  useKeys({
    accept: () => now === 'offered' && desk.accept(),
    hold: () => connected && desk.holdOrResume(),
    mute: () => inCall && desk.toggleMute(),
    end: () => inCall && desk.hangup(),
    voicemail: () => back && desk.voicemail(),
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
            <Action
              testid="hold"
              icon={now === 'held' ? <PlayCircleOutlined /> : <PauseOutlined />}
              label={now === 'held' ? t('bar.resume') : t('bar.hold')}
              hint={KEY_LABEL.hold}
              pressed={now === 'held'}
              disabled={!connected}
              onClick={desk.holdOrResume}
            />
            <Action
              testid="mute"
              icon={view.muted ? <AudioMutedOutlined /> : <AudioOutlined />}
              label={view.muted ? t('bar.unmute') : t('bar.mute')}
              hint={KEY_LABEL.mute}
              pressed={view.muted}
              onClick={desk.toggleMute}
            />
            {back && (
              <Action testid="voicemail" icon={<CustomerServiceOutlined />} label={t('bar.voicemail')} hint={KEY_LABEL.voicemail} onClick={desk.voicemail} busy={view.busy.has('voicemail')} />
            )}
            <Keypad disabled={now !== 'talking'} onDigit={desk.digit} />
            <Action testid="hangup" className="bar-end" icon={<PhoneOutlined rotate={225} />} label={t('bar.hangup')} hint={KEY_LABEL.end} onClick={desk.hangup} busy={view.busy.has('hangup')} />
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

interface ActionProps {
  testid: string;
  icon: ReactNode;
  label: string;
  hint: string;
  onClick: () => void;
  className?: string;
  disabled?: boolean;
  pressed?: boolean;
  busy?: boolean;
}

function Action({ testid, icon, label, hint, onClick, className = '', disabled = false, pressed, busy = false }: ActionProps) {
  return (
    <Button
      data-testid={testid}
      className={`bar-button ${className}`}
      icon={icon}
      disabled={disabled}
      aria-pressed={pressed}
      aria-busy={busy}
      aria-keyshortcuts={hint.replace('Ctrl', 'Control')}
      onClick={onClick}
    >
      {label} <kbd>{hint}</kbd>
    </Button>
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
      <b>{now === 'offered' && call?.call_back === true ? t('bar.callBackOffered') : t(`phase.${now}`)}</b>
      <span className="bar-time">{time}</span>
      {muted && <span className="bar-muted">{t('bar.muted')}</span>}
    </div>
  );
}

/** Who it is about, or what the operator may do when it is about nobody. */
function Who({ now }: { now: Phase }) {
  const { desk } = useOperatorDesk().view;
  const t = useText();
  const call = desk.call;
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
  const name = card?.name ? card.name : sentName(call.from_name);
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
        {call.call_back && call.state === 'connecting' && <span>· {t('bar.calling')}</span>}
        {call.state === 'recovering' && <span>· {t('bar.callerWaits')}</span>}
      </span>
    </div>
  );
}
