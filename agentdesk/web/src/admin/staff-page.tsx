import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listStaffChanges, type StaffChange } from '../api/staff-changes';
import { usePersonName } from '../api/queries';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { dayText } from '../forms/day';
import { Pager } from '../shell/pager';
import { Settle } from './staff-settle';
import { StaffForm } from './staff-form';
import '../forms/forms.css';
import '../units/units.css';

const SORTS = bothWays('from', 'unit', 'leaver', 'reported', 'state');
const STATES = ['reported', 'applied', 'refused'] as const;
type State = (typeof STATES)[number];

const stateOf = (text: string | null) => STATES.find((one) => one === text);

/** Who leaves a post and who takes it: reported by the unit, settled by the Office (Điều 17.9). */
export default function StaffPage() {
  const t = useText();
  const { user } = useSession();
  const person = usePersonName();
  const settles = may(user, 'units');
  const [search, setSearch] = useSearchParams();
  const state = stateOf(search.get('state'));
  const sort = sortFrom(SORTS, search.get('sort'));
  const cursor = search.get('cursor') ?? '';
  const asked = { ...(state && { state }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const go = (part: Partial<Record<'state' | 'sort' | 'cursor', string>>) =>
    setSearch(new URLSearchParams(Object.entries({ ...asked, cursor: '', ...part }).filter(([, value]) => value !== '')));
  const head = heads(sort, '-reported', (next) => go({ sort: next }));
  const [writing, setWriting] = useState(false);
  const [open, setOpen] = useState(0);
  const notes = useQuery({
    queryKey: ['staff-changes', asked],
    queryFn: ({ signal }) => listStaffChanges(asked, signal),
    placeholderData: keepPreviousData,
  });
  const rows = notes.data?.items ?? [];
  const opened = rows.find(({ id, state: now }) => id === open && now === 'reported');
  const columns: Column<StaffChange>[] = [
    { key: 'from', title: t('staff.from'), width: 120, sort: head('from', true), render: (note) => <span className="clock">{dayText(note.from)}</span> },
    { key: 'unit', title: t('units.name'), sort: head('unit'), render: (note) => <Link to={`/units/${note.unit}`}>{note.unit_name}</Link> },
    { key: 'post', title: t('staff.post'), width: 140, render: (note) => `${t(`staff.post.${note.post}`)} ${note.rank}` },
    { key: 'leaver', title: t('staff.leaver'), sort: head('leaver'), render: (note) => note.leaver_name || <span className="soft">{t('staff.vacant')}</span> },
    { key: 'successor', title: t('staff.successor'), render: (note) => <Comes note={note} /> },
    { key: 'reported', title: t('staff.reported'), width: 190, sort: head('reported', true), render: (note) => `${person(note.reported_by)}, ${dateTime(note.reported_at)}` },
    { key: 'state', title: t('accounts.state'), width: 220, sort: head('state'), render: (note) => <NoteState note={note} settles={settles} open={open === note.id} onOpen={() => setOpen(open === note.id ? 0 : note.id)} /> },
  ];
  return (
    <div className="page" data-testid="staff-page">
      <div className="list-head">
        <h1>{t('staff.heading')}</h1>
        {!writing && (
          <button type="button" className="form-button form-main" data-testid="staff-new" onClick={() => setWriting(true)}>
            {t('staff.new')}
          </button>
        )}
        <Exports path="/directory/staff-changes" query={asked} />
      </div>
      <p className="page-note">{t(settles ? 'staff.aboutOffice' : 'staff.aboutUnit')}</p>
      {writing && <StaffForm onClose={() => setWriting(false)} />}
      {opened && <Settle key={opened.id} note={opened} onClose={() => setOpen(0)} />}
      <div className="form duties-search" role="search">
        <select data-testid="staff-state" aria-label={t('accounts.state')} value={state ?? ''} onChange={(event) => go({ state: event.target.value })}>
          <option value="">{t('staff.anyState')}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {t(`staff.state.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <List<StaffChange> testId="staff-table" label={t('staff.heading')} columns={columns} query={notes} rows={rows} rowKey={(note) => note.id} empty={t(state ? 'lists.notFound' : 'staff.none')} row={(note) => ({ 'data-testid': `staff-${note.id}`, 'data-state': note.state })} />
      <Pager testId="staff-more" cursor={cursor} next={notes.data?.next ?? ''} onGo={(next) => go({ cursor: next })} />
    </div>
  );
}

function Comes({ note: { successor } }: { note: StaffChange }) {
  const t = useText();
  if (!successor) return <span className="soft">{t('staff.nobody')}</span>;
  return (
    <>
      {successor.name} <span className="soft">{[successor.title, successor.phone].filter(Boolean).join(' · ')}</span>
    </>
  );
}

interface StateProps {
  note: StaffChange;
  settles: boolean;
  open: boolean;
  onOpen: () => void;
}

const TAGS: Readonly<Record<State, string>> = { reported: 'tag tag-waits', applied: 'tag tag-good', refused: 'tag' };

function NoteState({ note, settles, open, onOpen }: StateProps) {
  const t = useText();
  return (
    <span className="row-acts">
      <span className={TAGS[note.state]}>{t(`staff.state.${note.state}`)}</span>
      {note.handed_over !== undefined && <span className="soft">{t('staff.handedOver', { n: note.handed_over })}</span>}
      {note.reason && <span className="soft">{note.reason}</span>}
      {settles && note.state === 'reported' && (
        <button type="button" className="form-button" data-testid={`staff-settle-${note.id}`} aria-expanded={open} aria-label={`${t('staff.settle')}: ${note.unit_name}, ${note.leaver_name}`} onClick={onOpen}>
          {t('staff.settle')}
        </button>
      )}
    </span>
  );
}
