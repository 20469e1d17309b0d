// What calls the operator's attention without taking the focus from what is
// being typed: the ring, the page's title, the screen reader.

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useText, type Key } from '../i18n';
import type { LinkState } from './connection';
import { useOperatorDesk } from './context';
import { sentName, showNumber, withheld } from './number';
import { Ring } from './ring';
import { isLive, phase, type Phase } from './state';

const ring = new Ring();

export function Alerts() {
  const { view } = useOperatorDesk();
  const t = useText();
  const offered = phase(view.desk) === 'offered';
  const call = view.desk.call;
  const who = call ? (withheld(call.from) ? t('bar.withheld') : showNumber(call.from)) : '';

  useEffect(() => {
    const unlock = () => ring.unlock();
    // Allowed at once where the page has been used before or is recording; else at the first gesture.
    unlock();
    window.addEventListener('pointerdown', unlock);
    window.addEventListener('keydown', unlock);
    return () => {
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
    };
  }, []);

  useEffect(() => {
    if (!offered) return;
    ring.start();
    const title = document.title;
    let on = false;
    const timer = setInterval(() => {
      on = !on;
      document.title = on ? `☎ ${who}` : title;
    }, 700);
    return () => {
      ring.stop();
      clearInterval(timer);
      document.title = title;
    };
  }, [offered, who]);

  return <Announcer />;
}

/** Says in words what has just changed in the call. Assertive for an offer only. */
function Announcer() {
  const { view } = useOperatorDesk();
  const t = useText();
  const { desk, muted } = view;
  const now = phase(desk);
  const from = desk.call?.from;
  const name = desk.card?.name ?? sentName(desk.call?.from_name);
  const who = `${withheld(from) ? t('bar.withheld') : showNumber(from)} ${name}`.trim();
  const gone = isLive(desk.call) ? '' : (desk.call?.gone ?? '');

  const is = { now, muted, link: desk.link, callId: desk.call?.id ?? '', callBack: desk.call?.call_back === true };
  const [was, setWas] = useState(is);
  const [said, setSaid] = useState({ text: '', urgent: false });
  if (was.now !== is.now || was.muted !== is.muted || was.link !== is.link || was.callId !== is.callId) {
    setWas(is);
    const next = news(was, is, gone);
    if (next) setSaid({ text: t(next, { who }), urgent: next === 'say.offered' || next === 'say.callBack' });
  }

  return (
    <>
      <div className="unseen" aria-live="assertive" data-testid="announce-urgent">
        {said.urgent ? said.text : ''}
      </div>
      <div className="unseen" aria-live="polite" data-testid="announce">
        {said.urgent ? '' : said.text}
      </div>
    </>
  );
}

interface Facts {
  now: Phase;
  muted: boolean;
  link: LinkState;
  callId: string;
  callBack: boolean;
}

/** What is worth saying about a change; null for nothing. */
export function news(was: Facts, is: Facts, gone: string): Key | null {
  if (was.link === 'open' && is.link === 'waiting') return 'say.lost';
  if (was.link !== 'open' && is.link === 'open' && was.now !== 'offline') return 'say.back';
  if (was.muted !== is.muted && was.now === is.now) return is.muted ? 'say.muted' : 'say.unmuted';
  if (was.now === is.now) return null;
  switch (is.now) {
    case 'offered':
      return is.callBack ? 'say.callBack' : 'say.offered';
    case 'talking':
      return 'say.talking';
    case 'held':
      return 'say.held';
    case 'recovering':
      return 'say.recovering';
    case 'offline':
    case 'paused':
    case 'ready':
    case 'connecting':
    case 'wrapup':
    case 'unavailable':
      if (!gone) return null;
      return was.now === 'offered' ? 'say.gone' : 'say.ended';
  }
}

/** Whether a ring would be heard now, for the banner that asks for a click. */
export function useRingAudible(): boolean {
  return useSyncExternalStore(ring.subscribe, ring.audible);
}
