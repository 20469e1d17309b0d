import { useRef, useState, type InputHTMLAttributes } from 'react';
import { useText } from '../i18n';
import './date-input.css';
import { dayText, readDay, readTime } from './day';

type Tied = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type'> & { 'data-testid'?: string };

interface Props extends Tied {
  /** 2026-12-01; '': none. What is kept and is no day is shown as it was typed. */
  value: string;
  onChange: (day: string) => void;
  /** What is no day is given on as it is typed, so that the server refuses it; else it counts as none. */
  kept?: boolean;
}

/** A day as it is written here, dd/mm/yyyy, whatever the browser's language; the browser's own calendar opens beside it. */
export function DateInput({ value, onChange, kept = false, min, max, ...tied }: Props) {
  const t = useText();
  const native = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  // Where none counts as the day that was, whoever empties the field to type another has it empty until they leave it.
  const text = typed !== null && (typed === '' || (readDay(typed) || (kept ? typed.trim() : '')) === value) ? typed : dayText(value);
  return (
    <>
      <span className="day-input">
        <input
          {...tied}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          maxLength={40}
          placeholder={t('day.form')}
          value={text}
          onChange={(event) => {
            const said = event.target.value;
            const day = readDay(said) || (kept ? said.trim() : '');
            setTyped(said);
            if (day !== value) onChange(day);
          }}
          onBlur={() => (text === '' || readDay(text) !== '') && setTyped(null)}
        />
        <button type="button" className="day-open" aria-label={t('day.choose')} onClick={() => native.current?.showPicker()}>
          <svg aria-hidden width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5">
            <path d="M2 4h12v10H2zM2 7.5h12M5 2v3M11 2v3" />
          </svg>
        </button>
        <input
          ref={native}
          className="day-native"
          type="date"
          tabIndex={-1}
          aria-hidden
          min={min}
          max={max}
          value={readDay(value)}
          onChange={(event) => {
            setTyped(null);
            onChange(event.target.value);
          }}
        />
      </span>
      {/* What the server says of it stands beside it already. */}
      {text.trim() !== '' && readDay(text) === '' && !tied['aria-invalid'] && <span className="soft small">{t('day.wrong')}</span>}
    </>
  );
}

/** A day and a time of it, 2026-12-01T17:00. What lacks a part is given on as it stands, so that it is asked for. */
export function DateTimeInput({ value, onChange, className, ...tied }: Props) {
  const t = useText();
  const [day = '', time = ''] = value.split('T');
  const [typed, setTyped] = useState<string | null>(null);
  const hour = typed !== null && (readTime(typed) || typed.trim()) === time ? typed : time;
  const put = (nextDay: string, nextTime: string) => onChange(nextDay === '' && nextTime === '' ? '' : `${nextDay}T${nextTime}`);
  return (
    <>
      <div className="day-time">
        <DateInput {...tied} className={className} kept value={day} onChange={(next) => put(next, time)} />
        <input
          className={`day-hour ${className ?? ''}`}
          aria-label={t('day.time')}
          data-testid={tied['data-testid'] && `${tied['data-testid']}-time`}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          placeholder="17:00"
          value={hour}
          onChange={(event) => {
            setTyped(event.target.value);
            put(day, readTime(event.target.value) || event.target.value.trim());
          }}
          onBlur={() => readTime(hour) !== '' && setTyped(null)}
        />
      </div>
      {hour.trim() !== '' && readTime(hour) === '' && !tied['aria-invalid'] && <span className="soft small">{t('day.timeWrong')}</span>}
    </>
  );
}
