import { Button } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useServices } from '../api/queries';
import type { EmergencyService } from '../api/types';
import { useLanguage, useText, type Language } from '../i18n';
import { ownName, serviceName, useCallee } from './called';
import { useOperatorDesk } from './context';
import { can, inSentences } from './hearing';
import { Panel } from './panel';
import type { Call } from './protocol';
import { ALWAYS, isBegun, keyed, press, spelled, WAIT, waited, type Keyed, type Typed } from './services';

/** Whom to call in an emergency: by a digit, or by the number typed as everybody knows it, wherever the focus is. */
export function EmergencyPanel({ onClose, onCalled }: { onClose: () => void; onCalled: (service: string) => void }) {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const lang = useLanguage();
  const callee = useCallee(view.desk.call);
  const { data } = useServices();
  const services = data?.length ? data : ALWAYS;
  return (
    <EmergencyChoice
      services={services}
      hint={t(view.desk.call?.left ? 'emergency.hintLeft' : 'emergency.hint', inSentences(callee, t))}
      present={inCall(view.desk.call, services, lang)}
      onNext={() => {
        desk.nextNumber();
        onClose();
      }}
      onCall={(service) => {
        desk.emergency(service.id);
        onCalled(serviceName(service, lang));
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** The service that is called in the call, or spoken with. */
export interface Present {
  id: string;
  name: string;
  /** It has answered: it is not let go without a question. */
  answered: boolean;
  /** Its list has a further number. */
  next: boolean;
}

function inCall(call: Call | null, services: readonly EmergencyService[], lang: Language): Present | null {
  const { urgent, phase, unit = '' } = call?.officer ?? {};
  if (!urgent || !phase) return null;
  const service = services.find((one) => one.id === unit);
  return { id: unit, name: service ? serviceName(service, lang) : unit, answered: phase === 'joined', next: can(call, 'next') };
}

interface Props {
  services: readonly EmergencyService[];
  /** How to choose, and who hears whom meanwhile. */
  hint: string;
  present: Present | null;
  onCall: (service: EmergencyService) => void;
  onNext: () => void;
  onClose: () => void;
}

/**
 * There is one telephone outside: who is there is let go for another service, at once
 * while it rings, and once it has answered when the operator says so a second time.
 */
export function EmergencyChoice({ services, hint, present, onCall, onNext, onClose }: Props) {
  const t = useText();
  const lang = useLanguage();
  const choices = keyed(services);
  const [typed, setTyped] = useState('');
  const [instead, setInstead] = useState<EmergencyService | null>(null);
  const choose = (service: EmergencyService) => {
    setInstead(null);
    if (service.id === present?.id) {
      if (present.next) onNext();
      else setTyped('');
    } else if (present?.answered) setInstead(service);
    else onCall(service);
  };
  const come = ({ digits, call }: Typed) => {
    setTyped(digits);
    setInstead(null);
    if (call) choose(call);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = (typed !== '' || instead !== null) && (event.key === 'Escape' || event.key === 'Backspace');
    const confirms = instead !== null && event.key === 'Enter';
    if (!stops && !confirms && !/^\d$/.test(event.key)) return;
    // What is typed belongs to the emergency, and never to the ticket's text.
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (confirms) onCall(instead);
    else if (stops) come({ digits: '', call: null });
    else come(press(choices, typed, event.key));
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  const onWaited = useEffectEvent(() => come(waited(choices, typed)));
  useEffect(() => {
    if (!isBegun(typed)) return;
    const timer = setTimeout(onWaited, WAIT);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Panel title={t('emergency.title')} hint={hint} testid="emergency-panel" className="emergency-panel" onClose={onClose}>
      <ul className="plain emergency-tiles">
        {choices.map((one) => (
          <Tile key={one.service.id} one={one} typed={typed} chosen={one.service.id === instead?.id} onCall={choose} />
        ))}
      </ul>
      <Pending typed={typed} soon={waited(choices, typed).call} present={present} instead={instead} />
      {instead && (
        <div className="emergency-instead">
          <Button danger type="primary" data-testid="emergency-replace" aria-keyshortcuts="Enter" onClick={() => onCall(instead)}>
            {t('emergency.replace', { service: ownName(instead, lang) })} <kbd>Enter</kbd>
          </Button>
          <Button data-testid="emergency-keep" aria-keyshortcuts="Escape" onClick={() => setInstead(null)}>
            {t('emergency.keep')} <kbd>Esc</kbd>
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Tile({ one, typed, chosen, onCall }: { one: Keyed; typed: string; chosen: boolean; onCall: Props['onCall'] }) {
  const t = useText();
  const lang = useLanguage();
  const { service, key } = one;
  const number = spelled(one);
  const meant = chosen || (isBegun(typed) && number.startsWith(typed));
  return (
    <li>
      <button
        type="button"
        className="emergency-tile"
        data-testid={`emergency-${service.id}`}
        data-meant={meant}
        aria-keyshortcuts={key || undefined}
        onClick={() => onCall(service)}
      >
        <span className="emergency-keys">
          <kbd>{key || '–'}</kbd>
          {number && (
            <span>
              {t('emergency.or')} <kbd>{number}</kbd>
            </span>
          )}
        </span>
        <span className="emergency-name">
          <b>{service.kind === 'number' ? service.id : ownName(service, lang)}</b>
          <span>{service.kind === 'number' ? ownName(service, lang) : t('emergency.duty', { n: service.numbers })}</span>
        </span>
      </button>
    </li>
  );
}

interface PendingProps {
  typed: string;
  soon: EmergencyService | null;
  present: Present | null;
  instead: EmergencyService | null;
}

/** What was typed of a number, what it waits for, how to stop it, and who is let go for it: its line is always there, so that nothing moves. */
function Pending({ typed, soon, present, instead }: PendingProps) {
  const t = useText();
  const lang = useLanguage();
  let says = '';
  if (instead && present) says = t('emergency.replaces', { present: present.name, service: serviceName(instead, lang) });
  else if (soon) says = t('emergency.soon', { typed, service: ownName(soon, lang) });
  else if (isBegun(typed)) says = t('emergency.more', { typed });
  else if (typed !== '') says = t('emergency.unknown', { typed });
  else if (present) says = t(present.next ? 'emergency.presentNext' : 'emergency.present', { present: present.name });
  return (
    <p className="emergency-typed" role="status" data-testid="emergency-typed" data-typed={typed}>
      {says}
    </p>
  );
}
