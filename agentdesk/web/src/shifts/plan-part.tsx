import { CopyOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { listShifts } from '../api/staff';
import { useOperators } from '../api/queries';
import type { Operator } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useNow } from '../desk/hooks';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { part } from '../shell/part';
import { ErrorState, PageLoading } from '../shell/states';
import { useFailure } from '../shell/use-failure';
import { DayCard } from './day-card';
import { addDays, begins, dayOf, dayStart, ends, hourOf, later, onShift, readDay, shortDay, weekOf } from './roster';
import type { Editing } from './shift-dialog';
import { usePlanDays, type DayPlan } from './use-plan';

const ShiftDialog = part(() => import('./shift-dialog'), (m) => m.ShiftDialog);

/** The week: who is planned when, and when nobody is. */
export function PlanPart() {
  const t = useText();
  const { user } = useSession();
  const [search, setSearch] = useSearchParams();
  const today = dayOf(useNow(60_000));
  const week = weekOf(readDay(search.get('week'), today));
  const monday = week[0] ?? today;
  const show = (day: string) => setSearch(day === weekOf(today)[0] ? {} : { week: day });
  const operators = useOperators(true);
  const shifts = useQuery({
    queryKey: ['shifts', monday],
    // From the Sunday before, whose night may reach into Monday.
    queryFn: ({ signal }) => listShifts(iso(dayStart(monday)), iso(dayStart(addDays(monday, 7))), signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const [editing, setEditing] = useState<Editing | null>(null);
  const canPlan = may(user, 'lead');
  const failure = useFailure(shifts, operators);
  // One try again for all that is missing: it would only be asked for once more.
  if (failure !== null) return <ErrorState within error={failure} onRetry={() => [operators, shifts].filter((q) => q.data === undefined).forEach((q) => void q.refetch())} />;
  if (!operators.data || !shifts.data) return <PageLoading />;
  const own = shifts.data.filter((s) => week.includes(dayOf(begins(s))));
  return (
    <>
      <OnShiftNow operators={operators.data} />
      <div className="week-bar">
        <Button icon={<LeftOutlined />} aria-label={t('shifts.before')} data-testid="week-before" onClick={() => show(addDays(monday, -7))} />
        <h2 className="clock" aria-live="polite" data-testid="week" data-week={monday}>
          {t('shifts.week', { from: shortDay(monday), to: `${shortDay(week[6] ?? monday)}/${monday.slice(0, 4)}` })}
        </h2>
        <Button icon={<RightOutlined />} aria-label={t('shifts.after')} data-testid="week-after" onClick={() => show(addDays(monday, 7))} />
        {!week.includes(today) && <Button onClick={() => show(weekOf(today)[0] ?? today)}>{t('shifts.thisWeek')}</Button>}
        {canPlan && own.length === 0 && <CopyWeek week={week} />}
        <Exports path="/shifts" query={{ since: iso(dayStart(monday)), until: iso(dayStart(addDays(monday, 7))) }} />
      </div>
      {!canPlan && <p className="soft week-note">{t('shifts.readOnly')}</p>}
      <div className="week" aria-busy={shifts.isPlaceholderData}>
        {week.map((day) => (
          <DayCard key={day} day={day} today={today} shifts={shifts.data} operators={operators.data} onEdit={canPlan ? setEditing : undefined} />
        ))}
      </div>
      {editing && (
        <Suspense>
          <ShiftDialog
            key={`${editing.day}${editing.shift?.username ?? ''}${editing.shift?.starts_at ?? ''}`}
            editing={editing}
            week={week.filter((day) => day >= today || day === editing.day)}
            shifts={shifts.data}
            operators={operators.data}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </>
  );
}

const iso = (at: number) => new Date(at).toISOString();

/** Who should be here, and is not. */
function OnShiftNow({ operators }: { operators: readonly Operator[] }) {
  const t = useText();
  const now = useNow(30_000);
  const current = useQuery({
    queryKey: ['shifts', 'now'],
    queryFn: ({ signal }) => listShifts(iso(Date.now()), iso(Date.now() + 60_000), signal),
    refetchInterval: 30_000,
  });
  const present = onShift(current.data ?? [], operators, now);
  return (
    <section className="panel on-shift" aria-labelledby="on-shift" data-testid="on-shift" data-people={present.length}>
      <h2 id="on-shift">{t('shifts.now')}</h2>
      {current.data && present.length === 0 && <p className="lacking">{t('shifts.nowNobody')}</p>}
      <ul className="plain on-shift-people">
        {present.map(({ shift, name, here }) => (
          <li key={shift.username} className={here ? 'person' : 'person person-away'}>
            <i className="dot" aria-hidden />
            <b>{name}</b> <span className="soft">{t('shifts.until', { time: hourOf(ends(shift)) })}</span>{' '}
            {!here && <span className="fault">{t('shifts.notHere')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Fills an empty week with the one before it. */
function CopyWeek({ week }: { week: readonly string[] }) {
  const t = useText();
  const plan = usePlanDays();
  const copy = async () => {
    const before = addDays(week[0] ?? '', -7);
    const moved = later(await listShifts(iso(dayStart(before)), iso(dayStart(addDays(before, 7)))), 7).filter((s) => ends(s) > Date.now()); // what would be over already is not planned
    return week.map((day): DayPlan => ({ day, was: [], shifts: moved.filter((s) => dayOf(begins(s)) === day) })).filter((d) => d.shifts.length > 0);
  };
  const copying = useMutation({ mutationFn: async () => plan.mutateAsync(await copy()) });
  return (
    <>
      <Button icon={<CopyOutlined />} data-testid="week-copy" loading={copying.isPending} onClick={() => copying.mutate()}>
        {t('shifts.copy')}
      </Button>
      {copying.error && (
        <span className="fault" role="alert">
          {plan.error ? plan.error.message : t('shifts.failed')}
        </span>
      )}
    </>
  );
}
