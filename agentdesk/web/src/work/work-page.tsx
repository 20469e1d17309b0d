import { useInfiniteQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { Suspense, useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { KINDS, type ActName } from '../acts/kinds';
import { ApiError } from '../api/client';
import { getInbox, type InboxItem, type InboxQuery } from '../api/work';
import { useSession } from '../auth/session';
import { useText, type Key } from '../i18n';
import { part } from '../shell/part';
import { ErrorState } from '../shell/states';
import { useFailure } from '../shell/use-failure';
import { Card } from './card';
import { useNewest } from './use-newest';
import { useNextCard } from './use-next-card';
import './work.css';

const PhotosWaiting = part(() => import('../files/photo-input'), (m) => m.PhotosWaiting);

type Section = NonNullable<InboxQuery['section']>;

/** What the inbox is looked through by; '' is everything. */
const SECTIONS: readonly (readonly [Section | '', Key])[] = [
  ['', 'work.all'],
  ['today', 'work.today'],
  ['late', 'work.late'],
  ['accept', 'worksection.accept'],
  ['head', 'work.head'],
  ['mine', 'work.mine'],
  ['asked', 'worksection.asked'],
  ['promised', 'worksection.promised'],
  ['task', 'worksection.task'],
  ['contested', 'worksection.contested'],
];

/** A head begins with what went to them. */
const OF_HEAD = [...SECTIONS].sort(([a], [b]) => Number(b === 'head') - Number(a === 'head'));

/** Those that stand there also while there is nothing of them. */
const ALWAYS: readonly string[] = ['', 'today', 'late', 'accept', 'mine'];

/** Asked again so often, in ms. */
const EVERY = 60_000;

/** What waits for a unit's people. */
export default function WorkPage() {
  const t = useText();
  const client = useQueryClient();
  const head = useSession().user.role === 'head';
  const [address, setAddress] = useSearchParams();
  const section = SECTIONS.find(([name]) => name === address.get('section'))?.[0] ?? '';
  const unit = address.get('unit') ?? '';
  const location = useLocation();
  const navigate = useNavigate();
  // undefined: nothing was opened or closed since the page is here.
  const [chosen, setChosen] = useState<Open | null | undefined>(undefined);
  const [done, setDone] = useState('');
  const [lost, setLost] = useState('');
  const asked = { ...(section === '' ? {} : { section }), ...(unit === '' ? {} : { unit }) };
  const query = useInfiniteQuery({
    queryKey: ['inbox', asked],
    queryFn: ({ pageParam, signal }) => getInbox({ ...asked, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
  // What was there stays while it cannot be fetched anew: somebody may be writing. What they may read no more goes.
  const refused = query.error instanceof ApiError && query.error.withdrawn;
  // Drawn in slices, between which a telephone answers a finger.
  const inbox = useDeferredValue(query.data);
  const there = inbox !== undefined && !refused;
  const failed = useFailure(query);
  const failure = refused ? query.error : failed;
  useEffect(() => {
    // Where the connection is poor, the form is there before it is wanted.
    if (there) void import('../acts/act-form').catch(() => undefined);
  }, [there]);
  const { list, acted } = useNextCard(inbox);
  const choose = (name: 'section' | 'unit', value: string) => {
    setAddress((was) => {
      const next = new URLSearchParams(was);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  };
  const [first] = inbox?.pages ?? [];
  const items = inbox?.pages.flatMap((page) => page.items) ?? [];
  const total = Object.entries(first?.counts ?? {}).reduce((sum, [name, n]) => (['today', 'late', 'head', 'mine'].includes(name) ? sum : sum + n), 0);
  const countOf = (name: string) => (name === '' ? total : (first?.counts[name] ?? 0));
  // Back and forward again: the form that was open here is open.
  const open = chosen === undefined ? openAt(location.state, items) : chosen;
  const setOpen = (next: Open | null) => {
    setChosen(next);
    const state = next && { open: { ticket: next.item.ticket, task: next.item.task?.number ?? 0, act: next.act } };
    void navigate({ search: location.search }, { replace: true, state, preventScrollReset: true });
  };
  const openNow = useNewest(open);
  // The one card that has the open form: one ticket may have several. What went to another section has it there.
  const place = open && (items.find((item) => same(open.item, item) && open.item.section === item.section) ?? items.find((item) => same(open.item, item)));
  // Who is typing loses nothing when what they type for goes elsewhere: it stays where it can be seen.
  const adrift = open && there && !query.isPlaceholderData && !place ? open.item : null;
  const card = (item: InboxItem, gone: boolean) => (
    <Card
      key={`${item.ticket} ${item.section === 'task' ? (item.task?.number ?? '') : ''}`}
      item={item}
      gone={gone}
      open={open && (gone || item === place) ? open.act : null}
      nameOfUnit={(code) => first?.units.find((one) => one.code === code)?.name ?? code}
      onOpen={(act) => setOpen(act ? { item, act } : null)}
      onDone={(act) => {
        const now = openNow();
        const own = now && same(now.item, item) && now.act === act;
        // On a slow line something else is open by now: it stays, and whoever types there is not taken from it.
        if (own || !now) acted(items.indexOf(item));
        if (own) setOpen(null);
        setLost('');
        setDone(t('work.done', { act: t(KINDS[act].label), code: item.ticket }));
        void client.invalidateQueries({ queryKey: ['inbox'] });
        void client.invalidateQueries({ queryKey: ['ticket', item.ticket] });
      }}
      onLost={setLost}
      onStale={() => void client.invalidateQueries({ queryKey: ['inbox'] })}
    />
  );
  return (
    <div className="page work" data-testid="work-page">
      <div className="work-top">
        <h1>{t('work.heading')}</h1>
        {first && first.units.length > 1 && (
          <select aria-label={t('work.unit')} data-testid="work-whose-unit" value={first.unit} onChange={(event) => choose('unit', event.target.value)}>
            {first.units.map((one) => (
              <option key={one.code} value={one.code}>
                {t('work.unitHeld', { name: one.name, n: one.held })}
              </option>
            ))}
          </select>
        )}
      </div>
      <ul className="plain work-sections" aria-label={t('work.filter')}>
        {(head ? OF_HEAD : SECTIONS).filter(([name]) => ALWAYS.includes(name) || (head && name === 'head') || name === section || countOf(name) > 0).map(([name, title]) => (
          <li key={name}>
            <button type="button" className="work-chip" aria-pressed={name === section} data-testid={`work-section-${name === '' ? 'all' : name}`} onClick={() => choose('section', name)}>
              {t(title)}{' '}
              <span className="count" data-testid={`work-count-${name === '' ? 'all' : name}`}>
                {first ? countOf(name) : '–'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="good work-done" data-testid="work-done">
        {done}
      </p>
      {lost !== '' && (
        <p role="alert" className="fault" data-testid="work-lost">
          {lost}
        </p>
      )}
      {query.isError && there && (
        <p className="notice" role="status" data-testid="work-stale">
          {t('lists.stale')}
        </p>
      )}
      {failure !== null && <ErrorState within error={failure} onRetry={() => void query.refetch()} />}
      {!inbox && failure === null && <Waiting />}
      {there && items.length === 0 && !adrift && (
        <p className="empty" data-testid="work-empty">
          {t(section === '' ? 'work.empty' : 'work.emptyFilter')}
        </p>
      )}
      <Suspense fallback={null}>
        <PhotosWaiting but={open?.item.ticket ?? ''} />
      </Suspense>
      <ul ref={list} className="plain work-list" tabIndex={-1} aria-busy={query.isPlaceholderData}>
        {adrift && card(adrift, true)}
        {there && <Several items={items} card={(item) => card(item, false)} />}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="work-button" data-testid="work-more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('work.more')}
        </button>
      )}
      {first?.more && <p className="soft">{t('work.andMore')}</p>}
    </div>
  );
}

/** How many cards fill a telephone's screen; the others come when these are there. */
const FIRST = 5;

function Several({ items, card }: { items: readonly InboxItem[]; card: (item: InboxItem) => ReactNode }) {
  const shown = useDeferredValue(items.length, FIRST);
  return items.slice(0, shown).map(card);
}

interface Open {
  item: InboxItem;
  act: ActName;
}

/** The ticket itself, or the same task of it. */
const same = (a: InboxItem, b: InboxItem) => a.ticket === b.ticket && a.task?.number === b.task?.number;

/** The form that an entry of the browser's history was left with; null: none, or of what does not wait any more. It has no words of anybody's. */
function openAt(state: unknown, items: readonly InboxItem[]): Open | null {
  if (typeof state !== 'object' || state === null || !('open' in state)) return null;
  const { ticket, task, act } = state.open as { ticket: string; task: number; act: ActName };
  const item = items.find((one) => one.ticket === ticket && (one.task?.number ?? 0) === task);
  return item && act in KINDS ? { item, act } : null;
}

/** The room of the first cards, so that nothing jumps when they come. */
function Waiting() {
  const t = useText();
  return (
    <div className="work-list" role="status" aria-busy="true" data-testid="work-loading">
      <span className="unseen">{t('page.loading')}</span>
      {[1, 2, 3].map((n) => (
        <div key={n} className="work-card work-waiting" />
      ))}
    </div>
  );
}
