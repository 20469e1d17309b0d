import { useState } from 'react';
import type { CalendarDay } from '../api/rules';
import { described, Field } from '../forms/field';
import { useLabel, useText } from '../i18n';
import { basisOf, GRADES, hoursText, KINDS, parseHours, readBasis, type Grade, type Kind } from './calendar-draft';
import { dayText } from '../forms/day';

interface Props {
  date: string;
  /** What is on it; undefined: nothing, the week's rule holds. */
  day: CalendarDay | undefined;
  fault: string | undefined;
  onPut: (day: CalendarDay | null) => void;
}

/** What a date is, when it is not as the week's rule says. Mount it anew (key) for another date. */
export function DayEditor({ date, day, fault, onPut }: Props) {
  const t = useText();
  const label = useLabel();
  const basis = readBasis(day?.basis ?? '');
  const [kind, setKind] = useState<Kind | ''>(day?.kind ?? '');
  const [name, setName] = useState(day?.name ?? '');
  const [grade, setGrade] = useState<Grade>(basis.grade);
  const [source, setSource] = useState(basis.source);
  const [hours, setHours] = useState(hoursText(day?.sessions ?? []));
  const own = kind === 'changed_hours' || kind === 'working_saturday';
  return (
    <fieldset className="day-editor panel" data-testid="day-editor" data-date={date}>
      <legend>{t('calendar.dayOf', { date: dayText(date) })}</legend>
      <div className="form-row">
        <Field id="day-kind" label={t('calendar.kind')} fault={fault}>
          <select {...described('day-kind', fault)} value={kind} onChange={(event) => setKind(event.target.value as Kind | '')}>
            <option value="">{t('calendar.ordinary')}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {label('daykind', one)}
              </option>
            ))}
          </select>
        </Field>
        {kind !== '' && (
          <Field id="day-name" label={t('calendar.name')}>
            <input {...described('day-name')} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
        {own && (
          <Field id="day-hours" label={t('calendar.hours')} hint={t(kind === 'working_saturday' ? 'calendar.hoursUsual' : 'calendar.hoursHint')}>
            <input {...described('day-hours', undefined, t('calendar.hoursHint'))} placeholder="07:30-11:30, 13:30-17:00" value={hours} onChange={(event) => setHours(event.target.value)} />
          </Field>
        )}
      </div>
      {kind !== '' && (
        <div className="form-row">
          <Field id="day-grade" label={t('calendar.grade')}>
            <select {...described('day-grade')} value={grade} onChange={(event) => setGrade(event.target.value as Grade)}>
              {GRADES.map((one) => (
                <option key={one} value={one}>
                  {label('daygrade', one)}
                </option>
              ))}
            </select>
          </Field>
          <Field id="day-source" label={t('calendar.source')}>
            <input {...described('day-source')} maxLength={450} value={source} onChange={(event) => setSource(event.target.value)} />
          </Field>
        </div>
      )}
      <div className="form-bar">
        <button
          type="button"
          className="form-button"
          data-testid="day-put"
          onClick={() => onPut(kind === '' ? null : { date, kind, name: name.trim(), basis: basisOf(grade, source), open: false, ...(own && hours.trim() ? { sessions: parseHours(hours) } : {}) })}
        >
          {t('calendar.put')}
        </button>
      </div>
    </fieldset>
  );
}
