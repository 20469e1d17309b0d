import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Operator, Shift } from '../api/types';
import { useText } from '../i18n';
import { called } from '../wallboard/order';
import { carriedInto, coverage, DAY, dayStart, ends, gaps, hourOf, shortDay, spansOf, times, weekday, type Stretch } from './roster';
import type { Editing } from './shift-dialog';

interface Props {
  day: string;
  today: string;
  shifts: readonly Shift[];
  operators: readonly Operator[];
  /** Left out: to look at only. */
  onEdit?: ((editing: Editing) => void) | undefined;
}

/** One day of the plan: how many at each hour, when nobody, and who. */
export function DayCard({ day, today, shifts, operators, onEdit }: Props) {
  const t = useText();
  const named = (username: string) => {
    const operator = operators.find((o) => o.username === username);
    return operator ? called(operator) : username;
  };
  const stretches = coverage(shifts, day);
  const missing = gaps(stretches);
  const spans = spansOf(shifts, day);
  const carried = carriedInto(shifts, day);
  const past = day < today;
  const name = t(`weekday.${weekday(day) as 1 | 2 | 3 | 4 | 5 | 6 | 7}`);
  return (
    <section
      className={`panel day${day === today ? ' day-today' : ''}${past ? ' day-past' : ''}${stretches.length === 1 && missing.length === 1 ? ' day-empty' : ''}`}
      aria-labelledby={`day-${day}`}
      data-testid={`day-${day}`}
      data-gaps={missing.length}
    >
      <h3 id={`day-${day}`}>
        {name} <span className="clock">{shortDay(day)}</span> {day === today && <span className="soft small">{t('shifts.today')}</span>}
      </h3>
      <CoverageBar day={day} stretches={stretches} />
      <p className={`day-verdict small ${missing.length > 0 && !past ? 'fault' : 'soft'}`}>
        {missing.length === 0
          ? t('shifts.full')
          : stretches.length === 1
            ? t('shifts.noShifts')
            : t('shifts.gap', { times: missing.map((g) => times(g.from, g.to)).join(', ') })}
      </p>
      <ul className="plain">
        {carried.length > 0 && (
          <li className="span span-carried">
            {carried.map((shift) => (
              <p key={shift.username} className="soft small">
                {named(shift.username)}: {t('shifts.carried', { time: hourOf(ends(shift)) })}
              </p>
            ))}
          </li>
        )}
        {spans.map((span) => (
          <li key={`${span.from}-${span.to}`} className="span">
            <h4>
              <span className="clock">{times(span.from, span.to)}</span> <span className="soft">{t('shifts.people.n', { n: span.shifts.length })}</span>
            </h4>
            <ul className="plain span-people">
              {span.shifts.map((shift) => (
                <li key={shift.username}>
                  {onEdit ? (
                    <button
                      type="button"
                      className="person-button"
                      data-testid={`shift-${day}-${shift.username}`}
                      aria-label={t('shifts.change', { name: named(shift.username), day: `${name} ${shortDay(day)}`, times: times(span.from, span.to) })}
                      onClick={() => onEdit({ day, shift })}
                    >
                      {named(shift.username)}
                    </button>
                  ) : (
                    named(shift.username)
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {onEdit && !past && (
        <Button
          className="day-add"
          type="dashed"
          icon={<PlusOutlined />}
          data-testid={`day-add-${day}`}
          aria-label={t('shifts.addTo', { day: `${name} ${shortDay(day)}` })}
          onClick={() => onEdit({ day, shift: null })}
        >
          {t('shifts.add')}
        </Button>
      )}
    </section>
  );
}

/** Midnight to midnight; the higher, the more people. What it shows stands in words beneath and in its name. */
function CoverageBar({ day, stretches }: { day: string; stretches: readonly Stretch[] }) {
  const t = useText();
  const most = Math.max(3, ...stretches.map((s) => s.people));
  return (
    <div className="coverage" role="img" aria-label={t('shifts.coverage', { what: stretches.map((s) => `${times(s.from, s.to)}: ${s.people}`).join('; ') })}>
      {stretches.map((s) => (
        <i
          key={s.from}
          className={s.people === 0 ? 'coverage-gap' : 'coverage-people'}
          style={{
            left: `${((s.from - dayStart(day)) / DAY) * 100}%`,
            width: `${((s.to - s.from) / DAY) * 100}%`,
            height: s.people === 0 ? '100%' : `${(s.people / most) * 100}%`,
          }}
        />
      ))}
      {[6, 12, 18].map((hour) => (
        <span key={hour} className="coverage-hour" style={{ left: `${(hour / 24) * 100}%` }} />
      ))}
    </div>
  );
}
