import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ActBar } from '../acts/act-bar';
import type { ActName } from '../acts/kinds';
import { getTicket } from '../api/client';
import type { Ticket } from '../api/types';
import { useKeys } from '../desk/hooks';
import { KEY_LABEL, type Then } from '../desk/keys';
import { useText } from '../i18n';
import { SlipDraft } from '../tickets/slip-draft';
import { goesToUnit, Slips } from '../tickets/slips';
import './intake.css';

/** The act of each way on from filing; a slip has a form of its own. */
const ACTS: Readonly<Record<Then, ActName | null>> = { thenAssign: 'assign', thenAsk: 'ask_sender', thenAnswer: 'answer', thenDecline: 'decline', thenSlip: null };

const THEN: readonly Then[] = ['thenAssign', 'thenAsk', 'thenSlip', 'thenAnswer', 'thenDecline'];

/** What a way on needs of the ticket; null, a slip: that it can go to a unit. */
const can = (ticket: Ticket, act: ActName | null) => (act === null ? goesToUnit(ticket) : (ticket.can ?? []).includes(act));

interface Props {
  code: string;
  /** What it was filed to do; null: nothing was said. */
  then: Then | null;
}

/** What may be done with the ticket that was just filed, or that the call was noted on, without leaving the call. */
export function AfterFiled({ code, then }: Props) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<{ act: ActName | null; slip: boolean; n: number }>({ act: then && ACTS[then], slip: then === 'thenSlip', n: 0 });
  const { data: ticket, isError, refetch } = useQuery({ queryKey: ['ticket', code], queryFn: ({ signal }) => getTicket(code, signal) });
  const want = (act: ActName | null) => setWanted({ act, slip: act === null, n: wanted.n + 1 });
  useKeys({
    thenAssign: () => want('assign'),
    thenAsk: () => want('ask_sender'),
    thenAnswer: () => want('answer'),
    thenDecline: () => want('decline'),
    thenSlip: () => want(null),
    urgent: () => want('mark_urgent'),
    file: () => {
      // Who has just chosen or pressed something in it may be in no form: the act's is meant then.
      const form = document.activeElement?.closest('form') ?? box.current?.querySelector<HTMLFormElement>('.act-form');
      // A key does no more than the button, which waits while what was sent is under way.
      if (form && box.current?.contains(form) && form.querySelector<HTMLButtonElement>('[type=submit]')?.disabled !== true) form.requestSubmit();
    },
  });
  const here = ticket !== undefined;
  useEffect(() => {
    if (here && wanted.slip) box.current?.querySelector<HTMLElement>('#slip-note')?.focus();
  }, [here, wanted]);
  if (!ticket) {
    return (
      <div className="after-filed" data-testid="after-filed" data-act="">
        {isError && (
          <p className="notice" role="alert">
            {t('after.unread')}{' '}
            <button type="button" className="act-button" onClick={() => void refetch()}>
              {t('acts.retry')}
            </button>
          </p>
        )}
      </div>
    );
  }
  const ways = THEN.filter((key) => can(ticket, ACTS[key]));
  return (
    <div ref={box} className="after-filed" data-testid="after-filed" data-act={wanted.slip ? 'slip' : (wanted.act ?? '')}>
      <Acts key={`${code} ${wanted.n}`} ticket={ticket} wanted={wanted.act} />
      <Slips ticket={ticket} draft={<SlipDraft ticket={ticket} />} />
      <p className="soft small" data-testid="after-keys">
        {ways.map((key) => `${KEY_LABEL[key]} ${t(`after.key.${key}`)}`).join(' · ')}
        <span className="after-key-file">
          {ways.length > 0 && ' · '}
          {KEY_LABEL.file} {t('after.key.file')}
        </span>
      </p>
    </div>
  );
}

/** What may be done; what is wanted is opened, or said not to be possible as the ticket stands now. Done, it is not said of it. */
function Acts({ ticket, wanted }: { ticket: Ticket; wanted: ActName | null }) {
  const t = useText();
  const [may] = useState(wanted === null || can(ticket, wanted));
  return (
    <>
      {!may && (
        <p className="notice" role="status">
          {t('after.cannot')}
        </p>
      )}
      <ActBar ticket={ticket} {...(may && wanted ? { opened: wanted } : {})} />
    </>
  );
}
