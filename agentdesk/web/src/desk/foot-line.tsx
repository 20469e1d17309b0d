import { CaretUpOutlined, DeleteOutlined, FileTextOutlined } from '@ant-design/icons';
import { Button, Dropdown, Popconfirm, Popover, type MenuProps } from 'antd';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useText, type Key } from '../i18n';
import type { Kept } from '../tickets/draft-store';
import { Elapsed, Remaining } from './clocks';
import { Going } from './going';
import { useOperatorDesk } from './context';
import { showNumber, withheld } from './number';
import { kept, PAUSES, shownReason } from './pauses';
import { shortDateTime } from './time';

/** The queue's figures, what is unfinished, and the operator's own state. */
export function FootLine() {
  const { view } = useOperatorDesk();
  const t = useText();
  const queue = view.desk.queue;
  const waiting = queue?.waiting ?? 0;
  return (
    <footer className="foot" aria-label={t('foot.label')}>
      <div className="foot-queue" data-testid="queue-line" data-waiting={waiting} data-today={queue?.today ?? 0}>
        <span className={waiting > 0 ? 'foot-waiting' : ''}>
          {waiting > 0 ? t('foot.waiting', { n: waiting }) : t('foot.noneWaiting')}
          {waiting > 0 && queue?.longest_since && <Longest since={queue.longest_since} />}
        </span>
        <span>{t('foot.today', { n: queue?.today ?? 0 })}</span>
        <span>{t('foot.operators', { ready: queue?.ready ?? 0, total: queue?.signed_in ?? 0 })}</span>
      </div>
      <Going />
      <Drafts />
      <AudioState />
      <OwnStatus />
    </footer>
  );
}

function Longest({ since }: { since: string }) {
  const t = useText();
  const [before, after] = t('foot.longest', { time: '\u0000' }).split('\u0000');
  return (
    <>
      {', '}
      {before}
      <Elapsed at={since} />
      {after}
    </>
  );
}

/** Tickets begun and not filed: one click brings the form back. */
function Drafts() {
  const { desk, drafts, view } = useOperatorDesk();
  const t = useText();
  const all = useSyncExternalStore(drafts.subscribe, drafts.open);
  const [open, setOpen] = useState(false);
  const others = all.filter((kept) => kept.call.id !== view.desk.form?.call.id);
  if (others.length === 0) return null;
  const numberOf = ({ call }: Kept) => (withheld(call.from) ? t('bar.withheld') : showNumber(call.from));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="topRight"
      title={t('foot.draftsTitle')}
      content={
        <ul className="plain drafts">
          {others.map((kept) => (
            <li key={kept.call.id} className="draft-row">
              <Button
                type="text"
                data-testid="draft-open"
                onClick={() => {
                  desk.openForm({ call: kept.call, card: null });
                  setOpen(false);
                }}
              >
                <b>{numberOf(kept)}</b>
                <span className="clock">{shortDateTime(kept.call.arrived_at)}</span>
                <span className="drafts-text">{kept.draft.content || kept.draft.address}</span>
              </Button>
              <Popconfirm
                title={t('ticket.discardAsk')}
                description={t('ticket.discardText')}
                okText={t('ticket.discardYes')}
                cancelText={t('ticket.keep')}
                okButtonProps={{ 'data-testid': 'draft-drop-yes', danger: true }}
                onConfirm={() => drafts.drop(kept.call.id)}
              >
                <Button type="text" icon={<DeleteOutlined />} data-testid="draft-drop" aria-label={t('foot.draftDrop', { number: numberOf(kept) })} />
              </Popconfirm>
            </li>
          ))}
        </ul>
      }
    >
      <Button type="text" icon={<FileTextOutlined />} className="foot-drafts" data-testid="drafts">
        {t('foot.drafts', { n: others.length })}
      </Button>
    </Popover>
  );
}

/** Both connections at a glance; the figures of the audio are here for tests, as data attributes. */
function AudioState() {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const spot = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      void desk.media.stats().then(
        (stats) => {
          const data = spot.current?.dataset;
          if (!data) return;
          data['energy'] = String(stats.energy);
          data['packetsIn'] = String(stats.packetsIn);
          data['packetsOut'] = String(stats.packetsOut);
          data['lost'] = String(stats.lost);
          data['rtt'] = stats.rtt.toFixed(1);
        },
        // A connection closed while it was being asked has no figures.
        () => undefined,
      );
    }, 500);
    return () => clearInterval(timer);
  }, [desk]);
  const good = view.audio === 'up';
  return (
    <span ref={spot} className={good ? 'foot-audio' : 'foot-audio foot-audio-down'} data-testid="audio-state" data-audio={view.audio} data-link={view.desk.link}>
      <i className="dot" aria-hidden /> {good ? t('foot.audio.up') : t('foot.audio.down')}
    </span>
  );
}

function OwnStatus() {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const status = view.desk.status;
  const now = view.desk.link === 'open' ? (status?.status ?? 'offline') : 'offline';
  const busy = now === 'busy' || now === 'offered';
  const end = { key: 'end', label: t('foot.endShift'), disabled: busy };
  const items: MenuProps['items'] = !desk.takesCalls ? [end] : [
    { key: 'ready', label: t('phase.ready') },
    { key: 'pause', type: 'group', label: busy ? t('foot.pauseAfter') : t('phase.paused'), children: PAUSES.map((key) => ({ key, label: t(key) })) },
    { type: 'divider' },
    end,
  ];
  const choose = (key: string) => {
    if (key === 'ready') desk.ready();
    else if (key === 'end') desk.endShift();
    else desk.pause(kept(key as Key));
  };
  const label: Key = now === 'busy' ? 'phase.talking' : `phase.${now}`;
  const pauseWanted = busy && !view.shift.ready && view.shift.reason !== '';
  return (
    // Opened by the keyboard, the menu must take its arrows.
    // eslint-disable-next-line jsx-a11y/no-autofocus
    <Dropdown autoFocus menu={{ items, onClick: ({ key }) => choose(key) }} trigger={['click']} placement="topRight">
      <Button className={`foot-status foot-status-${now}`} data-testid="status" data-status={now}>
        <span className="unseen">{t('foot.status')}: </span>
        <i className="dot" aria-hidden />
        <b>{t(label)}</b>
        {now === 'paused' && status?.reason && <span>{shownReason(status.reason, t)}</span>}
        {now === 'wrapup' && status?.until && <Remaining at={status.until} />}
        {status?.pause && busy && <span>→ {t('foot.ordered', { by: status.pause.by })}</span>}
        {pauseWanted && !status?.pause && <span>→ {shownReason(view.shift.reason, t)}</span>}
        <CaretUpOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}
