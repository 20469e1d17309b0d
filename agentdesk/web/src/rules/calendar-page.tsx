import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePersonName } from '../api/queries';
import { calendarVersions, getCalendar, type Calendar, type CalendarVersion } from '../api/rules';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { useKept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { withParts } from '../lists/address';
import { Exports } from '../lists/exports';
import { Search } from '../lists/search';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { actorName } from '../shell/actor';
import { Pager } from '../shell/pager';
import { ErrorState, PageLoading } from '../shell/states';
import { applied, hoursText, KINDS, NO_CHANGES, type Draft } from './calendar-draft';
import { CalendarForm } from './calendar-form';
import { dayText } from '../forms/day';
import { addDays, today } from './dates';
import { YearGrid } from './year-grid';
import './rules.css';

const SORTS = bothWays('number', 'author');

/** Days before its end from which one is told to prolong it. */
const SOON = 183;

/** The working calendar, year by year: who is off when, and what a change does to open deadlines. */
export default function CalendarPage() {
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('year'));
  const year = Number.isInteger(asked) && asked >= 1970 && asked <= 2199 ? asked : Number(today().slice(0, 4));
  const calendar = useQuery({ queryKey: ['calendar', year], queryFn: ({ signal }) => getCalendar(year, signal), placeholderData: keepPreviousData });
  if (calendar.isPending) return <PageLoading />;
  if (!calendar.data) return <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} />;
  return <Year calendar={calendar.data} onYear={(next) => setSearch(withParts(search, { year: String(next), cursor: search.get('cursor') ?? '' }))} />;
}

function Year({ calendar, onYear }: { calendar: Calendar; onYear: (year: number) => void }) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const changes = may(user, 'manage');
  const nameOf = usePersonName();
  const draft = useKept<Draft>('calendar', 0, NO_CHANGES);
  const now = today();
  const [chosen, setChosen] = useState(now);
  const [again, setAgain] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  // Where the form lies beneath the year, whoever chose a day has to see what it is.
  const choose = (date: string) => {
    setChosen(date);
    body.current?.querySelector('.day-editor')?.scrollIntoView({ block: 'nearest' });
  };
  const spec = applied(calendar, draft.value);
  const ends = calendar.until <= addDays(now, SOON);
  const hours = calendar.hours.findLast((one) => one.from <= now) ?? calendar.hours[0];
  return (
    <div className="page" data-testid="calendar-page" data-version={calendar.number}>
      <h1>{t('calendar.heading')}</h1>
      <p className="page-note">
        {t('calendar.holds', { n: calendar.number, who: actorName(t, calendar.author, nameOf(calendar.author)), at: dateTime(calendar.at), until: dayText(calendar.until) })}{' '}
        {calendar.recounts > 0 && t('calendar.recounts', { n: calendar.recounts })}
      </p>
      {ends && (
        <p className="notice" role="alert" data-testid="calendar-ends">
          {t('calendar.ends', { until: dayText(calendar.until) })}
        </p>
      )}
      {calendar.unsettled.length > 0 && (
        <p className="notice" data-testid="calendar-unsettled">
          {t('calendar.lookUp', { dates: calendar.unsettled.map(dayText).join(', ') })}
        </p>
      )}
      <div className="year-head">
        <button type="button" className="form-button" data-testid="year-before" onClick={() => onYear(calendar.year - 1)}>
          {calendar.year - 1}
        </button>
        <h2>{t('calendar.year', { year: calendar.year })}</h2>
        <button type="button" className="form-button" data-testid="year-after" onClick={() => onYear(calendar.year + 1)}>
          {calendar.year + 1}
        </button>
        <ul className="plain year-legend">
          {KINDS.map((kind) => (
            <li key={kind}>
              <span className={`day day-${kind}`} aria-hidden /> {label('daykind', kind)}
            </li>
          ))}
        </ul>
      </div>
      <div className="year-body" ref={body}>
        <YearGrid calendar={calendar} days={new Map(spec.days.map((day) => [day.date, day]))} changed={new Set(Object.keys(draft.value.puts))} chosen={chosen} onChoose={choose} />
        {changes ? (
          <CalendarForm calendar={calendar} draft={draft} chosen={chosen} again={again} onAgain={setAgain} />
        ) : (
          <p className="soft" role="status">
            {t('calendar.readOnly')}
          </p>
        )}
      </div>
      <h2 className="page-part">{t('calendar.sessions')}</h2>
      <ul className="plain">
        {hours?.seasons.map((season) => (
          <li key={`${season.month}-${season.day}`}>{t('calendar.season', { day: season.day, month: season.month, hours: hoursText(season.sessions) })}</li>
        ))}
      </ul>
      <Versions changes={changes} onAgain={setAgain} />
    </div>
  );
}

/** Who saved which calendar. An older one holds again after its effect was looked at, as any other. */
function Versions({ changes, onAgain }: { changes: boolean; onAgain: (number: number) => void }) {
  const t = useText();
  const nameOf = usePersonName();
  const [search, setSearch] = useSearchParams();
  const cursor = search.get('cursor') ?? '';
  const sort = sortFrom(SORTS, search.get('sort'));
  const q = search.get('q') ?? '';
  const asked = { ...(q && { q }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const versions = useQuery({ queryKey: ['calendar', 'versions', asked], queryFn: ({ signal }) => calendarVersions(asked, signal), placeholderData: keepPreviousData });
  const ask = (part: Readonly<Record<string, string>>) => setSearch(withParts(search, part), { replace: true });
  const head = heads(sort, '-number', (next) => ask({ sort: next }));
  const columns: Column<CalendarVersion>[] = [
    { key: 'number', title: t('calendar.number'), width: 90, sort: head('number', true), render: (v) => v.number },
    { key: 'at', title: t('calendar.at'), width: 150, render: (v) => <span className="clock">{dateTime(v.at)}</span> },
    { key: 'author', title: t('calendar.author'), width: 200, sort: head('author'), render: (v) => actorName(t, v.author, nameOf(v.author)) },
    { key: 'note', title: t('calendar.note'), render: (v) => (v.of ? `${t('calendar.wasOf', { n: v.of })} ${v.note}` : v.note) },
    {
      key: 'act',
      title: t('calendar.use'),
      width: 190,
      render: (v) =>
        v.holds ? (
          <span className="tag tag-live">{t('calendar.now')}</span>
        ) : (
          changes && (
            <button
              type="button"
              className="form-button"
              data-testid={`calendar-use-${v.number}`}
              aria-label={`${t('calendar.goBack')}: ${v.number}`}
              onClick={() => {
                onAgain(v.number);
                document.getElementById('calendar-note')?.scrollIntoView({ block: 'center' });
              }}
            >
              {t('calendar.goBack')}
            </button>
          )
        ),
    },
  ];
  return (
    <>
      <div className="list-head page-part">
        <h2>{t('calendar.versions')}</h2>
        <Exports path="/calendar/versions" query={asked} />
      </div>
      <Search testId="calendar-search" of={{ q, ask: (name, value) => ask({ [name]: value }) }} />
      <List<CalendarVersion> testId="calendar-versions" label={t('calendar.versions')} columns={columns} query={versions} rows={versions.data?.items ?? []} rowKey={(v) => v.number} empty={t('lists.notFound')} />
      <Pager testId="calendar-next" cursor={cursor} next={versions.data?.next ?? ''} onGo={(next) => ask({ cursor: next })} />
    </>
  );
}
