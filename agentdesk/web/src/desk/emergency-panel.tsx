import { useEffect, useEffectEvent, useState } from 'react';
import { useServices } from '../api/queries';
import type { EmergencyService } from '../api/types';
import { useText } from '../i18n';
import { useOperatorDesk } from './context';
import { Panel } from './panel';
import { ALWAYS, isBegun, keyed, press, spelled, WAIT, waited, type Keyed, type Typed } from './services';

/** Whom to call in an emergency: by a digit, or by the number typed as everybody knows it, wherever the focus is. */
export function EmergencyPanel({ onClose }: { onClose: () => void }) {
  const { desk } = useOperatorDesk();
  const { data } = useServices();
  return (
    <EmergencyChoice
      services={data?.length ? data : ALWAYS}
      onCall={({ id }) => {
        desk.emergency(id);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

interface Props {
  services: readonly EmergencyService[];
  onCall: (service: EmergencyService) => void;
  onClose: () => void;
}

export function EmergencyChoice({ services, onCall, onClose }: Props) {
  const t = useText();
  const choices = keyed(services);
  const [typed, setTyped] = useState('');
  const come = ({ digits, call }: Typed) => {
    setTyped(digits);
    if (call) onCall(call);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = typed !== '' && (event.key === 'Escape' || event.key === 'Backspace');
    if (!stops && !/^\d$/.test(event.key)) return;
    // What is typed belongs to the emergency, and never to the ticket's text.
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (stops) setTyped('');
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
    <Panel title={t('emergency.title')} hint={t('emergency.hint')} testid="emergency-panel" className="emergency-panel" onClose={onClose}>
      <ul className="plain emergency-tiles">
        {choices.map((one) => (
          <Tile key={one.service.id} one={one} typed={typed} onCall={onCall} />
        ))}
      </ul>
      <Pending typed={typed} soon={waited(choices, typed).call} />
    </Panel>
  );
}

function Tile({ one, typed, onCall }: { one: Keyed; typed: string; onCall: Props['onCall'] }) {
  const t = useText();
  const { service, key } = one;
  const number = spelled(one);
  const meant = isBegun(typed) && number.startsWith(typed);
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
          <b>{service.kind === 'number' ? service.id : service.name}</b>
          <span>{service.kind === 'number' ? service.name : t('emergency.duty', { n: service.numbers })}</span>
        </span>
      </button>
    </li>
  );
}

/** What was typed of a number, what it waits for, and how to stop it: its line is always there, so that nothing moves. */
function Pending({ typed, soon }: { typed: string; soon: EmergencyService | null }) {
  const t = useText();
  let says = '';
  if (soon) says = t('emergency.soon', { typed, service: soon.name });
  else if (isBegun(typed)) says = t('emergency.more', { typed });
  else if (typed !== '') says = t('emergency.unknown', { typed });
  return (
    <p className="emergency-typed" role="status" data-testid="emergency-typed" data-typed={typed}>
      {says}
    </p>
  );
}
