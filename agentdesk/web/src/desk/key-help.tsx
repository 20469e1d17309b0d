import { useEffect, useEffectEvent, useState } from 'react';
import { useText, type Key } from '../i18n';
import { useKeys } from './hooks';
import { KEY_LABEL } from './keys';
import { Panel } from './panel';
import './key-help.css';

type Line = readonly [key: string, ...does: Key[]];

const CALL: readonly Line[] = [
  [KEY_LABEL.accept, 'bar.accept', 'act.complete'],
  [KEY_LABEL.hold, 'bar.hold', 'bar.resume'],
  [KEY_LABEL.swap, 'act.swap', 'act.next'],
  [KEY_LABEL.officer, 'act.consult', 'act.takeBack'],
  [KEY_LABEL.threeWay, 'act.threeWay'],
  [KEY_LABEL.mute, 'bar.mute', 'bar.unmute'],
  [KEY_LABEL.emergency, 'act.emergency'],
  [KEY_LABEL.end, 'bar.hangup'],
  [KEY_LABEL.voicemail, 'bar.voicemailHelp'],
  [KEY_LABEL.keypad, 'bar.keypad'],
  [KEY_LABEL.ready, 'bar.done'],
];
const TICKET: readonly Line[] = [
  ['Alt+1…5', 'ticket.group'],
  [KEY_LABEL.help, 'articles.heading'],
  [`${KEY_LABEL.likely}, ${KEY_LABEL.attach}`, 'likely.title', 'likely.attach'],
  [KEY_LABEL.field, 'ticket.field'],
  [KEY_LABEL.unit, 'ticket.unit'],
  [KEY_LABEL.map, 'map.title'],
  [KEY_LABEL.sender, 'ticket.sender'],
  [KEY_LABEL.urgent, 'ticket.urgent'],
  [KEY_LABEL.confidential, 'ticket.confidential'],
  [KEY_LABEL.file, 'ticket.submit', 'acts.send'],
  [KEY_LABEL.thenAssign, 'do.assign'],
  [KEY_LABEL.thenAsk, 'do.ask_sender'],
  [KEY_LABEL.thenSlip, 'slip.title'],
  [KEY_LABEL.thenAnswer, 'do.answer'],
  [KEY_LABEL.thenDecline, 'do.decline'],
  [`${KEY_LABEL.keys}, ?`, 'help.keys'],
];
const LEADER: readonly Line[] = [
  [KEY_LABEL.listen, 'watch.listen'],
  [KEY_LABEL.whisper, 'watch.whisper'],
  [KEY_LABEL.barge, 'watch.barge'],
  [KEY_LABEL.takeOver, 'watch.takeOver'],
  [KEY_LABEL.leave, 'watch.leave'],
];

/** All keys of the desk; leads: a shift leader's too. */
export function KeyHelp({ leads, onClose }: { leads: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Panel title={t('help.keys')} hint={t('keys.hint')} testid="key-help" className="key-help" onClose={onClose}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a low screen */}
      <div className="key-help-parts" role="region" aria-label={t('help.keys')} tabIndex={0}>
        <Part title="keys.call" lines={CALL} />
        <Part title="keys.ticket" lines={TICKET} />
        {leads && <Part title="watch.label" lines={LEADER} />}
      </div>
    </Panel>
  );
}

function Part({ title, lines }: { title: Key; lines: readonly Line[] }) {
  const t = useText();
  return (
    <section>
      <h3>{t(title)}</h3>
      <dl>
        {lines.map(([key, ...does]) => (
          <div key={key + does.join('')}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does.map((one) => t(one)).join(' / ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Whether the keys are shown: by their own key from anywhere, by a question mark where nobody types. */
export function useKeyHelp(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useKeys({ keys: () => setOpen(!open) });
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || takesText(event.target)) return;
    event.preventDefault();
    setOpen(!open);
  });
  useEffect(() => {
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return [open, setOpen];
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'));
}
