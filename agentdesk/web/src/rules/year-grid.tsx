import { useRef } from 'react';
import type { Calendar, CalendarDay } from '../api/rules';
import { useLanguage, useLabel, useText } from '../i18n';
import { hoursText } from './calendar-draft';
import { dayText } from '../forms/day';
import { addDays, weekday, weeksOf } from './dates';

interface Props {
  calendar: Calendar;
  /** What is on dates that the week's rule does not settle, with what is put and not saved. */
  days: ReadonlyMap<string, CalendarDay>;
  /** Dates with a change that is not saved. */
  changed: ReadonlySet<string>;
  chosen: string;
  onChoose: (date: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
/** 1 January 2024 was a Monday. */
const MONDAY = '2024-01-01';

/** A year, month by month. One date is reached by Tab, the others by arrows. */
export function YearGrid({ calendar, days, changed, chosen, onChoose }: Props) {
  const t = useText();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const year = calendar.year;
  const first = chosen.startsWith(String(year)) ? chosen : `${year}-01-01`;
  const sessions = new Map(calendar.dates.map((date) => [date.date, date.sessions]));
  const unsettled = new Set(calendar.unsettled);
  const names = Array.from({ length: 7 }, (_, n) => new Intl.DateTimeFormat(language, { weekday: 'narrow', timeZone: 'UTC' }).format(new Date(`${addDays(MONDAY, n)}T00:00:00Z`)));
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows go from date to date, which are buttons
    <div
      className="year"
      ref={box}
      role="group"
      aria-label={t('calendar.year', { year })}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        const at = event.target instanceof HTMLElement ? event.target.dataset['date'] : undefined;
        if (step === undefined || at === undefined) return;
        event.preventDefault();
        box.current?.querySelector<HTMLElement>(`[data-date="${addDays(at, step)}"]`)?.focus();
      }}
    >
      {Array.from({ length: 12 }, (_, at) => at + 1).map((month) => (
        <table key={month} className="month" aria-label={t('calendar.month', { month, year })}>
          <caption>{t('calendar.month', { month, year })}</caption>
          <thead aria-hidden>
            <tr>
              {names.map((name, n) => (
                <th key={n}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(year, month).map((week, n) => (
              <tr key={n}>
                {week.map((date, place) => (
                  <td key={place}>
                    {date && (
                      <Day
                        date={date}
                        day={days.get(date)}
                        hours={hoursText(sessions.get(date) ?? [])}
                        covered={sessions.has(date)}
                        unsettled={unsettled.has(date)}
                        changed={changed.has(date)}
                        chosen={date === chosen}
                        tab={date === first}
                        onChoose={onChoose}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

interface DayProps {
  date: string;
  day: CalendarDay | undefined;
  hours: string;
  covered: boolean;
  unsettled: boolean;
  changed: boolean;
  chosen: boolean;
  tab: boolean;
  onChoose: (date: string) => void;
}

function Day({ date, day, hours, covered, unsettled, changed, chosen, tab, onChoose }: DayProps) {
  const t = useText();
  const label = useLabel();
  const kind = day?.kind ?? (weekday(date) % 6 === 0 || hours === '' ? 'off' : 'work');
  const said = [
    `${Number(date.slice(8))}`,
    dayText(date),
    day ? `${label('daykind', day.kind)} ${day.name}` : covered ? hours || t('calendar.off') : t('calendar.beyond'),
    unsettled && t('calendar.unsettled'),
    changed && t('calendar.unsaved'),
  ];
  return (
    <button
      type="button"
      className={`day day-${kind}${covered ? '' : ' day-beyond'}${unsettled ? ' day-unsettled' : ''}${changed ? ' day-changed' : ''}`}
      data-testid={`day-${date}`}
      data-date={date}
      data-kind={kind}
      aria-pressed={chosen}
      aria-label={said.filter(Boolean).join(', ')}
      title={day?.name}
      tabIndex={tab ? 0 : -1}
      onClick={() => onChoose(date)}
    >
      {Number(date.slice(8))}
    </button>
  );
}
