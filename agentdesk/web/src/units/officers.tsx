import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orderOfficers, type Officer, type Post, type UnitDetail } from '../api/units';
import { CallNumber } from '../desk/call-number';
import { showNumber } from '../desk/number';
import { faultsOf } from '../forms/faults';
import { Unsaved } from '../forms/unsaved';
import { useText } from '../i18n';
import { dayText } from '../forms/day';
import { today } from '../rules/dates';
import { NewOfficerForm, OfficerForm } from './officer-form';
import { holds, moved } from './unit-draft';

interface Props {
  unit: UnitDetail;
  post: Post;
  changes: boolean;
  /** The form for a new one is open from the beginning. */
  adding: boolean;
}

/** Who holds a post of a unit, in the order in which they are called: changed by dragging, or by the arrow keys. */
export function Officers({ unit, post, changes, adding }: Props) {
  const t = useText();
  const queries = useQueryClient();
  const now = today();
  const held = unit.officers.filter((officer) => officer.post === post && holds(officer, now));
  const past = unit.officers.filter((officer) => officer.post === post && !holds(officer, now));
  const [order, setOrder] = useState<readonly Officer[] | null>(null);
  const [open, setOpen] = useState<number | 'new' | null>(adding ? 'new' : null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const rows = order ?? held;
  const save = useMutation({
    mutationFn: (wanted: readonly Officer[]) => orderOfficers(unit.code, post, wanted),
    onSuccess: (saved) => {
      setOrder(null);
      setSaid(t('forms.saved'));
      queries.setQueryData(['unit', unit.code], saved);
    },
    onError: (error) => {
      if (faultsOf(error).changed) void queries.invalidateQueries({ queryKey: ['unit', unit.code] });
    },
  });
  const faults = save.error && faultsOf(save.error);
  const move = (from: number, to: number) => {
    const next = moved(rows, from, to);
    setOrder(next);
    setSaid(t('directory.movedTo', { name: rows[from]?.name ?? '', n: Math.min(Math.max(to, 0), rows.length - 1) + 1 }));
  };
  return (
    <section className="panel" data-testid={`officers-${post}`} aria-labelledby={`officers-${post}`}>
      <div className="unit-head">
        <h2 id={`officers-${post}`}>{t(`directory.post.${post}`)}</h2>
        {changes && open !== 'new' && (
          <button type="button" className="form-button" data-testid={`officer-new-${post}`} aria-label={`${t('directory.newOfficer')}: ${t(`directory.post.${post}`)}`} onClick={() => setOpen('new')}>
            {t('directory.newOfficer')}
          </button>
        )}
      </div>
      {held.length === 0 && <p className="soft">{t('directory.nobody')}</p>}
      <ol className="plain officers">
        {rows.map((officer, at) => (
          <li
            key={officer.id}
            data-testid={`officer-${officer.id}`}
            className={dragged === at ? 'officer-dragged' : ''}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              if (dragged !== at) {
                move(dragged, at);
                setDragged(at);
              }
            }}
            onDrop={(event) => event.preventDefault()}
          >
            <div className="officer">
              {changes && rows.length > 1 && (
                <button
                  type="button"
                  className="officer-grip"
                  draggable
                  data-testid={`officer-grip-${officer.id}`}
                  aria-label={t('directory.grip', { name: officer.name, n: at + 1 })}
                  title={t('directory.gripHint')}
                  onDragStart={(event) => {
                    event.dataTransfer.effectAllowed = 'move';
                    setDragged(at);
                  }}
                  onDragEnd={() => setDragged(null)}
                  onKeyDown={(event) => {
                    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
                    event.preventDefault();
                    move(at, at + (event.key === 'ArrowDown' ? 1 : -1));
                  }}
                >
                  <span aria-hidden>⠿</span>
                </button>
              )}
              <span className="officer-rank">{at + 1}</span>
              <Who officer={officer} />
              {changes && (
                <button type="button" className="form-button" data-testid={`officer-edit-${officer.id}`} aria-label={`${t('directory.edit')}: ${officer.name}`} aria-expanded={open === officer.id} onClick={() => setOpen(open === officer.id ? null : officer.id)}>
                  {t('directory.edit')}
                </button>
              )}
            </div>
            {open === officer.id && <OfficerForm officer={officer} onClose={() => setOpen(null)} />}
          </li>
        ))}
      </ol>
      {open === 'new' && <NewOfficerForm unit={unit.code} post={post} rank={Math.max(0, ...held.map(({ rank }) => rank)) + 1} onClose={() => setOpen(null)} />}
      <p className="soft small" role="status">
        {said}
      </p>
      {order && (
        <div className="form-bar">
          <p className="fault" role="alert" data-testid={`on-call-trouble-${post}`}>
            {faults && (faults.failed ? t('forms.failed') : faults.said)}
          </p>
          <button type="button" className="form-button form-main" data-testid={`on-call-save-${post}`} disabled={save.isPending} onClick={() => save.mutate(current(order, held))}>
            {t('directory.saveOrder')}
          </button>
          <button
            type="button"
            className="form-button"
            data-testid={`on-call-drop-${post}`}
            onClick={() => {
              setOrder(null);
              save.reset();
            }}
          >
            {t('forms.drop')}
          </button>
          <Unsaved dirty />
        </div>
      )}
      {past.length > 0 && (
        <details className="officers-past">
          <summary>{t('directory.past', { n: past.length })}</summary>
          <ul className="plain">
            {past.map((officer) => (
              <li key={officer.id}>
                <Who officer={officer} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The wanted order, of the officers as they are now: those that came last, those that went left out. */
function current(order: readonly Officer[], held: readonly Officer[]): Officer[] {
  const known = order.flatMap(({ id }) => held.find((officer) => officer.id === id) ?? []);
  return [...known, ...held.filter(({ id }) => !order.some((officer) => officer.id === id))];
}

function Who({ officer }: { officer: Officer }) {
  const t = useText();
  const days = [officer.since && t('directory.from', { day: dayText(officer.since) }), officer.until && t('directory.to', { day: dayText(officer.until) })].filter(Boolean).join(', ');
  return (
    <span className="officer-who">
      <b>{officer.name}</b>
      {officer.title && <span>{officer.title}</span>}
      {officer.phone && <CallNumber number={officer.phone} />}
      {officer.mobile && officer.mobile !== officer.phone && <span className="clock">{showNumber(officer.mobile)}</span>}
      {officer.email && <span className="officer-mail">{officer.email}</span>}
      {officer.username && <span className="soft">@{officer.username}</span>}
      {days && <span className="soft">{days}</span>}
    </span>
  );
}
