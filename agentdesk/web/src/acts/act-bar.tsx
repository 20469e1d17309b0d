import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Ticket } from '../api/types';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { ActForm } from './act-form';
import { grouped } from './groups';
import { arranged, KINDS, type ActName } from './kinds';
import { LeftOver } from './left-over';
import { begunFor } from './model';
import './acts.css';

/** What whoever reads a ticket may do to it: the likely acts as buttons, the others behind one; opened: whose form is wanted at once; about: what is to be in sight beside an open form. */
export function ActBar({ ticket, opened, before, about }: { ticket: Ticket; opened?: ActName; before?: readonly ActName[]; about?: ReactNode }) {
  const t = useText();
  const { user } = useSession();
  const can = ticket.can ?? [];
  const { first, more } = arranged(can, before);
  const all = [...first, ...more];
  // A form that was begun and not finished is open again.
  const [open, setOpen] = useState<ActName | null>(() => opened ?? all.find((name) => begunFor(user.username, ticket.code, name).length > 0) ?? null);
  // What was begun at a task's card of the inbox goes on here; which that was stays while the form is open.
  const task = useMemo(() => (open && begunFor(user.username, ticket.code, open)[0]) ?? '', [open, user.username, ticket.code]);
  const [unfolded, setUnfolded] = useState(false);
  const [done, setDone] = useState<ActName | null>(null);
  const [lost, setLost] = useState('');
  const box = useRef<HTMLElement>(null);
  const [closed, setClosed] = useState(0);
  // A form that closes takes the focus with it: one goes on where acts are chosen, and not at the page's beginning.
  useEffect(() => {
    if (closed > 0 && document.activeElement === document.body) box.current?.querySelector<HTMLElement>('.act-buttons button')?.focus();
  }, [closed]);
  // What is sent may be over when another form is open already: that stays.
  const close = (name: ActName) => {
    setOpen((now) => (now === name ? null : now));
    setClosed((n) => n + 1);
  };
  const choose = (name: ActName) => {
    setDone(null);
    setLost('');
    setOpen(open === name ? null : name);
  };
  const button = (name: ActName, main: boolean) => (
    <button key={name} type="button" className={`act-button${main ? ' act-main' : ''}`} data-testid={`act-${name}`} aria-pressed={open === name} onClick={() => choose(name)}>
      {t(KINDS[name].label)}
    </button>
  );
  return (
    <section ref={box} className="panel act-bar" data-testid="act-bar" data-acts={can.join(' ')} aria-labelledby="act-heading">
      <h2 id="act-heading">{t('acts.heading')}</h2>
      {all.length === 0 && <p className="soft">{t('acts.none')}</p>}
      <div className="act-buttons" data-testid="ticket-next" data-act={first[0] ?? ''}>
        {first.map((name, n) => button(name, n === 0))}
        {more.length > 0 && (
          <button type="button" className="act-button" data-testid="act-more" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {t('acts.more')} <span aria-hidden>▾</span>
          </button>
        )}
      </div>
      {unfolded &&
        grouped(more).map(({ label, names }) => (
          <div key={label} className="act-group" role="group" aria-label={t(label)}>
            <span className="soft small" aria-hidden>
              {t(label)}
            </span>
            <div className="act-buttons">{names.map((name) => button(name, false))}</div>
          </div>
        ))}
      <p role="status" className="good" data-testid="act-done">
        {done && t('acts.done', { act: t(KINDS[done].label) })}
      </p>
      {lost !== '' && (
        <p role="alert" className="fault" data-testid="act-lost">
          {lost}
        </p>
      )}
      {open && (
        <div className="act-with">
          <ActForm
            key={open}
            ticket={ticket}
            name={open}
            {...(task === '' ? {} : { preset: { number: task } })}
            onClose={() => close(open)}
            onLost={setLost}
            onDone={() => {
              setDone(open);
              setLost('');
              close(open);
            }}
          />
          {about && <div className="act-about">{about}</div>}
        </div>
      )}
      {ticket.can && <LeftOver code={ticket.code} but={open ? [...can, open] : can} read />}
    </section>
  );
}
