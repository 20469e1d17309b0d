// What calls the operator's attention without taking the focus from what is
// being typed: the ring, the page's title, the screen reader.

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useText } from '../i18n';
import { pageTitle } from '../shell/page-title';
import { useCalled, useCallee } from './called';
import { useOperatorDesk } from './context';
import { sentName, showNumber, withheld } from './number';
import { factsOf, inWords, news, URGENT } from './news';
import { Ring } from './ring';
import { isLive, phase, type DeskState } from './state';

const ring = new Ring();

/** Does somebody's telephone ring of which the operator hears nothing yet? */
function ringsElsewhere({ call, link }: DeskState): boolean {
  if (!isLive(call) || link !== 'open') return false;
  if (call.officer?.phase === 'calling') return !call.officer.early;
  return call.state === 'connecting' && !call.connected_at && (call.call_back === true || call.placed === true);
}

export function Alerts() {
  const { view } = useOperatorDesk();
  const t = useText();
  const offered = phase(view.desk) === 'offered';
  const call = view.desk.call;
  const who = call ? (withheld(call.from) ? t('bar.withheld') : showNumber(call.from)) : '';

  useEffect(() => ring.unlockSoon(), []);

  useEffect(() => {
    if (!offered) return;
    ring.start();
    let on = false;
    const timer = setInterval(() => {
      on = !on;
      document.title = on ? `☎ ${who}` : pageTitle();
    }, 700);
    return () => {
      ring.stop();
      clearInterval(timer);
      document.title = pageTitle();
    };
  }, [offered, who]);

  const ringing = ringsElsewhere(view.desk);
  useEffect(() => {
    if (!ringing) return;
    ring.startRinging();
    return () => ring.stop();
  }, [ringing]);

  return <Announcer />;
}

/** Says in words what has just changed in the call. Assertive for an offer, and for who speaks and hears. */
function Announcer() {
  const { view } = useOperatorDesk();
  const t = useText();
  const { desk, muted } = view;
  const from = desk.call?.from;
  const name = desk.card?.name ?? sentName(desk.call?.from_name);
  const who = `${withheld(from) ? t('bar.withheld') : showNumber(from)} ${name}`.trim();
  const called = useCalled(desk.call?.officer);
  const callee = useCallee(desk.call);

  const is = factsOf(desk, muted);
  const [was, setWas] = useState(is);
  const [said, setSaid] = useState({ text: '', urgent: false });
  if (JSON.stringify(was) !== JSON.stringify(is)) {
    setWas(is);
    const next = news(was, is);
    if (next) setSaid({ text: inWords(next, is, { caller: who, called, callee }, t), urgent: URGENT.has(next) });
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

/** Whether a ring would be heard now, for the banner that asks for a click. */
export function useRingAudible(): boolean {
  return useSyncExternalStore(ring.subscribe, ring.audible);
}
