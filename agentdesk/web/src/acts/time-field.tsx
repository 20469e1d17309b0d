import { useQuery } from '@tanstack/react-query';
import type { InputHTMLAttributes } from 'react';
import { serverOffset } from '../api/client';
import { finishTimes } from '../api/work';
import { useNow } from '../desk/hooks';
import { dateTime, timeOfDay } from '../desk/time';
import { DateTimeInput } from '../forms/date-input';
import { useLanguage, useText, type Language, type Translate } from '../i18n';
import { dayOf } from '../work/term';

interface Props {
  /** What ties the field to its label. */
  tied: Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>;
  /** The clock of Hải Phòng, as the browser's field writes it. */
  value: string;
  /** No later than that is taken. */
  latest?: string | undefined;
  onChange: (value: string) => void;
}

/** When something will be done: one of the times at which offices close next, by one tap, or another. */
export function TimeField({ tied, value, latest, onChange }: Props) {
  const t = useText();
  const language = useLanguage();
  const times = useQuery({ queryKey: ['finish-times'], queryFn: ({ signal }) => finishTimes(signal), staleTime: 60_000 });
  const now = useNow(30_000) + serverOffset();
  return (
    <>
      <div className="act-times" role="group" aria-label={t('finish.choices')}>
        {(times.data ?? []).filter((at) => latest === undefined || Date.parse(at) <= Date.parse(latest)).map((at, index) => (
          <button key={at} type="button" className="act-button" data-testid={`finish-${index}`} aria-pressed={toLocal(at) === value} onClick={() => onChange(toLocal(at))}>
            {finishText(t, language, at, now)}
          </button>
        ))}
      </div>
      <DateTimeInput {...tied} className="act-input" value={value} max={latest && toLocal(latest).slice(0, 10)} onChange={onChange} />
      {latest && <p className="soft small">{t('finish.latest', { time: dateTime(latest) })}</p>}
    </>
  );
}

/** Today 17:00, tomorrow 11:30, then by the day of the week. */
export function finishText(t: Translate, language: Language, at: string, now: number): string {
  const time = timeOfDay(at, false);
  const days = dayOf(Date.parse(at)) - dayOf(now);
  if (days === 0) return t('finish.today', { time });
  if (days === 1) return t('finish.tomorrow', { time });
  const day = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: ZONE, weekday: 'long', day: '2-digit', month: '2-digit' }).format(new Date(at));
  return t('finish.on', { day, time });
}

const ZONE = 'Asia/Ho_Chi_Minh';
const AHEAD = 7 * 3600_000;

/** An instant as the field shows it: the clock of Hải Phòng, wherever the browser is. */
export function toLocal(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? '' : new Date(ms + AHEAD).toISOString().slice(0, 16);
}
