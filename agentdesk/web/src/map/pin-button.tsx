import { Suspense, useState } from 'react';
import { Panel } from '../desk/panel';
import { useKeys } from '../desk/hooks';
import { KEY_LABEL } from '../desk/keys';
import { useText } from '../i18n';
import '../acts/acts.css';
import './map.css';
import { part } from '../shell/part';
import { pinText, type Pin } from './place';

const PinMap = part(() => import('./pin-map'), (m) => m.default);

/** Where the matter is, on the map: a button that says it, and opens the map over the columns. */
export function PinButton({ pin, onPin }: { pin: Pin | null; onPin: (pin: Pin | null) => void }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  useKeys({ map: () => setOpen(true) });
  return (
    <>
      {/* It has its key: whoever goes from the text on to the address by Tab goes past it. */}
      <button type="button" tabIndex={-1} className="pin-button" aria-pressed={pin !== null} aria-keyshortcuts={KEY_LABEL.map} data-testid="ticket-pin" data-lat={pin?.lat} data-lon={pin?.lon} onClick={() => setOpen(true)}>
        {pin ? t('map.pinned', { place: pinText(pin) }) : t('map.pin')} <kbd>{KEY_LABEL.map}</kbd>
      </button>
      {open && (
        <Panel title={t('map.title')} hint={t('map.hint')} testid="map-panel" className="map-panel" onClose={() => setOpen(false)}>
          <Suspense fallback={<div className="map-wait" />}>
            <PinMap pin={pin} onPin={onPin} />
          </Suspense>
          <div className="map-foot">
            <span role="status" className="clock">
              {pin ? pinText(pin) : t('map.nowhere')}
            </span>
            <span className="act-actions">
              <button type="button" className="act-button" data-testid="map-clear" disabled={!pin} onClick={() => onPin(null)}>
                {t('map.clear')}
              </button>
              <button type="button" className="act-button act-main" data-testid="map-done" onClick={() => setOpen(false)}>
                {t('map.done')}
              </button>
            </span>
          </div>
        </Panel>
      )}
    </>
  );
}
