import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import type { Ticket as Whole } from '../api/types';
import { useSession } from '../auth/session';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { useDraft } from '../drafts/use-draft';
import { photosOf } from '../files/photos';
import { toWrong } from '../forms/wrong';
import { forCitizen, useText, type Key } from '../i18n';
import { part } from '../shell/part';
import { OthersSince } from '../tickets/others';
import { readKept } from '../shell/kept';
import { ActField } from './act-field';
import { Articles } from './articles';
import { CopyWords } from './copy-words';
import { hold } from './hold';
import { KINDS, type ActName, type Kind, type Ticket } from './kinds';
import { begun, bodyOf, courteous, draftOf, fieldsOf, keptAt, lacking, outcomeOf, perform, proposed, unconfirmed, wordsOf, type Outcome, type Typed } from './model';
import './acts.css';

const PhotoInput = part(() => import('../files/photo-input'), (m) => m.PhotoInput);

interface Props {
  ticket: Ticket;
  name: ActName;
  /** What is known before anybody types, beside what the ticket says. */
  preset?: Typed;
  /** The version that is shown around it, where the ticket is fetched anew under the form all the same: it is sent to that one until somebody has been told of the next. */
  seen?: number;
  onDone: (ticket: Whole) => void;
  /** It was closed while it was sent, and came to nothing: what is to be said where it was. */
  onLost: (said: string) => void;
  onClose: () => void;
}

/** What is said of an attempt that came to nothing. Whatever it was, what was typed stays. */
const SAID: Readonly<Record<Exclude<Outcome['kind'], 'faults'>, { text: Key; testId: string }>> = {
  offline: { text: 'acts.offline', testId: 'act-offline' },
  changed: { text: 'acts.changed', testId: 'act-changed' },
  state: { text: 'acts.refusedState', testId: 'act-refused-state' },
  right: { text: 'acts.refusedRight', testId: 'act-refused-right' },
  gone: { text: 'acts.refusedGone', testId: 'act-refused-gone' },
  other: { text: 'acts.failed', testId: 'act-failed' },
};

/** The form of one act. What is typed is kept in the browser until it is done or dropped. */
export function ActForm({ ticket, name, preset, seen, onDone, onLost, onClose }: Props) {
  const t = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const task = preset?.['number'] ?? '';
  const at = keptAt(user.username, ticket.code, name, task);
  const [own, setOwn] = useState<Typed>(() => unconfirmed(name, { ...begun(name, ticket), ...readKept(at), ...preset }));
  const draft = useDraft(at, `act:${draftOf(ticket.code, name, task)}`, (theirs) => setOwn({ ...(theirs ? unconfirmed(name, theirs) : begun(name, ticket)), ...preset }));
  const typed = { ...proposed(name, ticket), ...own };
  const [asked, setAsked] = useState(false);
  /** So often it was sent with something lacking. */
  const [short, setShort] = useState(0);
  // What was acted on last: the ticket itself is fetched anew under the form.
  const [actedOn, setActedOn] = useState(seen ?? ticket.version);
  const box = useRef<HTMLFormElement>(null);
  const send = useMutation({
    onMutate: (version: number) => setActedOn(version),
    mutationFn: (version: number) => perform({ ...ticket, version }, name, bodyOf(name, typed, ticket)),
    onSuccess: (now) => {
      draft.forget();
      photosOf(user.username, ticket.code).settle();
      queries.setQueryData(['ticket', ticket.code], now);
      void queries.invalidateQueries({ predicate: ({ queryKey: [of] }) => ['tickets', 'caller', 'inbox', 'due', 'open-items', 'leadership', 'ticket-history', 'colleagues'].includes(String(of)) });
      onDone(now);
    },
    // Another's change is fetched, and shown around the form that stays.
    onError: (error) => {
      if (!box.current) onLost(t('acts.lost', { act: t(KINDS[name].label), code: ticket.code, why: outcomeOf(error).message || t('page.errorOffline') }));
      if (outcomeOf(error).kind === 'changed') setOwn((last) => unconfirmed(name, last));
      return queries.invalidateQueries({ predicate: ({ queryKey: [of, code] }) => of === 'inbox' || ((of === 'ticket' || of === 'ticket-news') && code === ticket.code) });
    },
  });
  const outcome = send.error ? outcomeOf(send.error) : null;
  // The ticket that was read anew says what may be done with it; of a right that is gone the refusal does.
  const barred = !send.isPending && (outcome?.kind === 'right' || outcome?.kind === 'gone' || ticket.can?.includes(name) === false);
  const empty = asked ? lacking(name, typed) : [];
  const faults = outcome?.kind === 'faults' ? outcome.faults : {};
  const fields = fieldsOf(name);
  const Own = (KINDS[name] as Kind).own;
  const nowhere = Object.entries(faults).filter(([place]) => !fields.some((field) => field.name === place));
  // As much of the form as there is room for, not its first field alone.
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('textarea, input, select')?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  // Whoever is told that something is wrong is where it is, which may lie out of sight. Where no field is at fault, the focus goes
  // back to the button that was pressed, from which the browser had taken it while it could not be pressed.
  useEffect(() => {
    if (send.isPending || (short === 0 && !send.isError)) return;
    if (!toWrong(box.current) && document.activeElement === document.body) box.current?.querySelector<HTMLElement>('.act-actions button:enabled')?.focus();
  }, [short, send.isError, send.isPending]);
  useEffect(() => hold(ticket.code), [ticket.code]);
  const type = (part: Typed) => {
    if (send.isPending) return; // what is sent is sent: nothing is to be seen that is not
    const next = { ...own, ...(name === 'decline' ? courteous(own, part, (reason) => forCitizen(`refusalwords.${reason}`)) : part) };
    setOwn(next);
    draft.type(next);
  };
  const submit = () => {
    setAsked(true);
    if (lacking(name, typed).length === 0) send.mutate(seen === undefined || outcome?.kind === 'changed' ? ticket.version : actedOn);
    else setShort(short + 1);
  };
  return (
    <form
      ref={box}
      className="act-form"
      data-testid={`act-form-${name}`}
      data-outcome={outcome?.kind ?? ''}
      aria-label={t('acts.of', { act: t(KINDS[name].label), code: ticket.code })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="act-title">{t(KINDS[name].label)}</p>
      <OtherDraft draft={draft} />
      {Own ? (
        <Suspense fallback={<p className="soft">{t('page.loading')}</p>}>
          <Own ticket={ticket} typed={typed} faults={{ ...faults, ...Object.fromEntries(empty.map((field) => [field, t('acts.needed')])) }} onType={type} />
        </Suspense>
      ) : (
        fields.map((field) => (
          <ActField
            key={field.name}
            field={field}
            ticket={ticket}
            value={typed[field.name] ?? ''}
            fault={empty.includes(field.name) ? t('acts.needed') : faults[field.name]}
            onChange={(value) => type({ [field.name]: value })}
          />
        ))
      )}
      {(KINDS[name] as Kind).photos && ticket.can?.includes('attach') !== false && (
        <Suspense fallback={<div className="act-wait" />}>
          <PhotoInput code={ticket.code} />
        </Suspense>
      )}
      {name === 'answer' && <Articles ticket={ticket} typed={typed} onType={type} />}
      {nowhere.map(([place, message]) => (
        <p key={place} className="fault" role="alert">
          {message}
        </p>
      ))}
      {outcome && outcome.kind !== 'faults' && (
        <div className="notice act-said" role="alert" data-testid={SAID[outcome.kind].testId}>
          {outcome.kind === 'changed' && <p>{outcome.message}</p>}
          <p>{t(SAID[outcome.kind].text)}</p>
          {(outcome.kind === 'changed' || outcome.kind === 'state') && <OthersSince code={ticket.code} version={actedOn} />}
          {outcome.kind !== 'changed' && outcome.message && <p>{outcome.message}</p>}
          {(outcome.kind === 'state' || outcome.kind === 'right' || outcome.kind === 'gone') && <CopyWords words={wordsOf(name, typed)} />}
        </div>
      )}
      {barred && !outcome && (
        <div className="notice act-said" role="alert" data-testid="act-barred">
          <p>{t('acts.barred')}</p>
          <CopyWords words={wordsOf(name, typed)} />
        </div>
      )}
      <div className="act-actions">
        <button type="submit" className={`act-button ${(KINDS[name] as Kind).grave ? 'act-grave' : 'act-main'}`} data-testid={outcome?.kind === 'changed' ? 'act-again' : outcome?.kind === 'offline' ? 'act-retry' : 'act-send'} disabled={send.isPending || barred}>
          {t(outcome?.kind === 'changed' ? 'acts.again' : outcome?.kind === 'offline' ? 'acts.retry' : 'acts.send')}
        </button>
        <button type="button" className="act-button" data-testid="act-cancel" onClick={onClose}>
          {t('acts.cancel')}
        </button>
        {outcome && (
          <button
            type="button"
            className="act-button"
            data-testid="act-discard"
            onClick={() => {
              draft.forget();
              onClose();
            }}
          >
            {t('acts.discard')}
          </button>
        )}
        {fields.length > 0 && <KeptWhere draft={draft} />}
      </div>
    </form>
  );
}
