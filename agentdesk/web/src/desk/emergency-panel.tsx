import { useEffect, useEffectEvent } from 'react';
import { useServices } from '../api/queries';
import { useText } from '../i18n';
import { useOperatorDesk } from './context';
import { Panel } from './panel';
import { ALWAYS, keyed, type Keyed } from './services';

/** Whom to call in an emergency: one digit calls at once, wherever the focus is. */
export function EmergencyPanel({ onClose }: { onClose: () => void }) {
  const { desk } = useOperatorDesk();
  const t = useText();
  const { data } = useServices();
  const services = keyed(data?.length ? data : ALWAYS);
  const call = ({ service }: Keyed) => {
    desk.emergency(service.id);
    onClose();
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !/^\d$/.test(event.key)) return;
    // The digit belongs to the emergency, and never to the ticket's text.
    event.preventDefault();
    event.stopPropagation();
    const wanted = services.find(({ key }) => key === event.key);
    if (wanted && !event.repeat) call(wanted);
  });
  useEffect(() => {
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, []);
  return (
    <Panel title={t('emergency.title')} hint={t('emergency.hint')} testid="emergency-panel" className="emergency-panel" onClose={onClose}>
      <ul className="plain emergency-tiles">
        {services.map((one) => (
          <li key={one.service.id}>
            <button
              type="button"
              className="emergency-tile"
              data-testid={`emergency-${one.service.id}`}
              aria-keyshortcuts={one.key || undefined}
              onClick={() => call(one)}
            >
              <kbd>{one.key || '–'}</kbd>
              <span className="emergency-name">
                <b>{one.service.kind === 'number' ? one.service.id : one.service.name}</b>
                <span>{one.service.kind === 'number' ? one.service.name : t('emergency.duty', { n: one.service.numbers })}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
