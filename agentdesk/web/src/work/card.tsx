import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { KINDS, type ActName } from '../acts/kinds';
import { keptAt, type Typed } from '../acts/model';
import { ApiError, getTicket, serverOffset } from '../api/client';
import { usePersonName } from '../api/queries';
import { doAct, type InboxItem } from '../api/work';
import { useSession } from '../auth/session';
import { useNow } from '../desk/hooks';
import { shortDateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { readKept } from '../shell/kept';
import { part } from '../shell/part';
import { Marks } from '../tickets/marks';
import { actsOf, ticketOf } from './acts';
import { termText, urgency } from './term';

// It comes when the inbox is there (WorkPage): that is looked at more often than written in.
const ActForm = part(() => import('../acts/act-form'), (m) => m.ActForm);

interface Props {
  item: InboxItem;
  /** The act whose form is open. */
  open: ActName | null;
  /** It does not wait for the unit any more, and somebody is still typing. */
  gone?: boolean;
  nameOfUnit: (code: string) => string;
  onOpen: (act: ActName | null) => void;
  onDone: (act: ActName) => void;
  onLost: (said: string) => void;
  onStale: () => void;
}

/** One thing that waits: what it is about, until when, and what can be done. */
export function Card({ item, open, gone = false, nameOfUnit, onOpen, onDone, onLost, onStale }: Props) {
  const t = useText();
  const label = useLabel();
  const now = useNow(30_000) + serverOffset();
  const how = urgency(item.due, item.late, now);
  return (
    <li className="work-card" tabIndex={-1} data-testid={`work-${item.ticket}`} data-section={item.section} data-urgency={how}>
      <div className="work-head">
        <Link className="work-code clock" to={`/tickets/${item.ticket}`} aria-label={t('work.open', { code: item.ticket })}>
          {item.ticket}
        </Link>
        <span className="tag">{label('worksection', item.section)}</span>
        <Marks of={item} />
        {item.again && <span className="tag tag-waits">{t('work.again')}</span>}
        {!item.lead && item.section !== 'task' && item.section !== 'contested' && <span className="tag">{t('work.beside')}</span>}
        {item.section !== 'contested' && (
          <span className="work-term" data-urgency={how}>
            {termText(t, item.due, how, now)}
          </span>
        )}
      </div>
      <p className="work-content">{item.content}</p>
      {item.task && <p className="work-task">{t('work.taskOf', { unit: nameOfUnit(item.task.of), text: item.task.text })}</p>}
      <p className="soft">
        {[
          item.address,
          item.state_label,
          item.section === 'promised' && item.promised ? t('term.promised', { time: shortDateTime(item.promised) }) : '',
          item.mine && t('work.byMe'),
        ]
          .filter(Boolean)
          .join(' · ')}
        {item.officer !== '' && !item.mine && <By officer={item.officer} />}
      </p>
      {gone && (
        <p className="notice" role="alert">
          {t('work.gone')}
        </p>
      )}
      <Acts item={item} open={open} gone={gone} onOpen={onOpen} onDone={onDone} onLost={onLost} onStale={onStale} />
    </li>
  );
}

/** Whose it is, by name: the names are fetched where there is somebody else's alone. */
function By({ officer }: { officer: string }) {
  const t = useText();
  const nameOf = usePersonName();
  return <> · {t('work.by', { who: nameOf(officer) })}</>;
}

interface ActsProps {
  item: InboxItem;
  open: ActName | null;
  /** Nothing can be done with it any more. */
  gone?: boolean;
  onOpen: (act: ActName | null) => void;
  onDone: (act: ActName) => void;
  onLost: (said: string) => void;
  onStale: () => void;
}

/** The acts that are possible, the next one large; what asks for nothing is done by one tap. */
export function Acts({ item, open, gone = false, onOpen, onDone, onLost, onStale }: ActsProps) {
  const t = useText();
  const [doing, setDoing] = useState(false);
  const [trouble, setTrouble] = useState('');
  const at = async (act: ActName) => {
    if (KINDS[act].fields.length > 0) {
      onOpen(open === act ? null : act);
      return;
    }
    setDoing(true);
    setTrouble('');
    try {
      await doAct(item.ticket, act.replaceAll('_', '-'), item.version, {});
      onDone(act);
    } catch (error) {
      const failed = error instanceof ApiError ? error : new ApiError(0);
      setTrouble(failed.offline ? t('page.errorOffline') : failed.message);
      if (!failed.offline) onStale();
    } finally {
      setDoing(false);
    }
  };
  const { user } = useSession();
  const acts = actsOf(item);
  const begun = open ? undefined : acts.find((act) => readKept(keptAt(user.username, item.ticket, act, presetOf(item, act)['number'])) !== null);
  return (
    <>
      {begun && (
        <p className="notice work-begun" data-testid="work-begun" data-act={begun}>
          <span>{t('work.begun', { act: t(KINDS[begun].label) })}</span>
          <button type="button" className="act-button" aria-label={t('work.goOnOf', { act: t(KINDS[begun].label), code: item.ticket })} onClick={() => onOpen(begun)}>
            {t('work.goOn')}
          </button>
        </p>
      )}
      {acts.length > 0 && (
        <div className="work-acts" data-testid="work-acts" data-acts={acts.join(' ')}>
          {acts.map((act, index) => (
            <button
              key={act}
              type="button"
              className={index === 0 ? 'work-button work-primary' : 'work-button'}
              data-testid={`work-act-${act}`}
              aria-label={t('acts.of', { act: t(KINDS[act].label), code: item.ticket })}
              aria-expanded={KINDS[act].fields.length > 0 ? open === act : undefined}
              disabled={doing || gone}
              onClick={() => void at(act)}
            >
              {t(KINDS[act].label)}
            </button>
          ))}
        </div>
      )}
      {trouble !== '' && (
        <p className="fault" role="alert">
          {trouble}
        </p>
      )}
      {open && <Form key={open} item={item} act={open} onDone={() => onDone(open)} onLost={onLost} onClose={() => onOpen(null)} />}
    </>
  );
}

/** The act's form, of the ticket as the inbox knows it until all of it has come: an official reply is one of its files. */
function Form({ item, act, onDone, onLost, onClose }: { item: InboxItem; act: ActName; onDone: () => void; onLost: (said: string) => void; onClose: () => void }) {
  const whole = useQuery({ queryKey: ['ticket', item.ticket], queryFn: ({ signal }) => getTicket(item.ticket, signal) });
  // What others do meanwhile comes with the inbox: what is sent is sent to the ticket that was seen, as on its own page.
  const [seen] = useState(item.version);
  const { data, refetch } = whole;
  const behind = data !== undefined && data.version < item.version;
  useEffect(() => {
    if (behind) void refetch();
  }, [behind, refetch, item.version]);
  const ticket = data && data.version >= seen ? data : ticketOf(item);
  return (
    <Suspense fallback={<div className="act-wait" />}>
      <ActForm ticket={ticket} name={act} preset={presetOf(item, act)} seen={seen} onDone={onDone} onLost={onLost} onClose={onClose} />
    </Suspense>
  );
}

/** A task's card is of that one. */
function presetOf({ task }: InboxItem, act: ActName): Typed {
  return act === 'task_done' && task ? { number: String(task.number) } : {};
}
