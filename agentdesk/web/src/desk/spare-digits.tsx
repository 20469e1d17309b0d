import { useEffect, useEffectEvent, useState } from 'react';
import { useText, type Key } from '../i18n';

/** Digits that come when nothing waits for them any more: after an F8 that could do nothing, or one that has called already. */
export interface Spare {
  /** What is wrong, said at once; null: nothing, as long as no further digit comes. */
  says: Extract<Key, `emergency.${string}`> | null;
  /** Who is being called. */
  service?: string;
}

/** How long after F8, or after the last such digit, a digit still belongs to the emergency, in ms. */
export const SPARE = 3000;
/** How long what was said of it stays to be read. */
const SHOWN = 8000;

/**
 * Keeps them out of the ticket's text, where the typing goes on, and says so: whoever
 * types a number slowly, or in vain, must not find it in a citizen's words. Another key,
 * or the mouse, says that the hands are back at the text.
 */
export function SpareDigits({ spare, onOver }: { spare: Spare | null; onOver: () => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [takes, setTakes] = useState(false);
  const [seen, setSeen] = useState<Spare | null>(null);
  if (spare !== seen) {
    setSeen(spare);
    setTyped('');
    setTakes(spare !== null);
  }
  useEffect(() => {
    if (!takes) return;
    const timer = setTimeout(() => setTakes(false), SPARE);
    return () => clearTimeout(timer);
  }, [takes, typed, spare]);
  const onShown = useEffectEvent(onOver);
  useEffect(() => {
    if (spare === null) return;
    const timer = setTimeout(onShown, SHOWN);
    return () => clearTimeout(timer);
  }, [typed, spare]);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!takes || event.altKey || event.ctrlKey || event.metaKey || /^(F\d+|Shift)$/.test(event.key)) return;
    if (!/^\d$/.test(event.key)) {
      setTakes(false);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) setTyped((before) => before + event.key);
  });
  const onPointer = useEffectEvent(() => setTakes(false));
  useEffect(() => {
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('pointerdown', onPointer, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('pointerdown', onPointer, { capture: true });
    };
  }, []);
  let says = '';
  if (spare?.says) says = t(spare.says);
  else if (spare && typed !== '') says = t('emergency.spare', { service: spare.service ?? '', typed });
  return (
    <div className="spare-digits" aria-live="assertive" data-testid="spare-digits" data-typed={typed} data-takes={takes}>
      {says && <p className="banner banner-bad">{says}</p>}
    </div>
  );
}
