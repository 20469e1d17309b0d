import { SoundOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { Suspense, useEffect, useRef } from 'react';
import { speakDialplan } from '../api/dialplans';
import type { DialplanDetail } from '../api/types';
import { useText } from '../i18n';
import { part } from '../shell/part';
import { dayInWords, timesInWords, timesTyped } from './hours';
import { hides, wordsOf, type Edits, type Prompt } from './changes';

/** The server's sentence about a field, by the field's place in what was sent. */
export type Fault = (location: string) => string | undefined;

interface PromptProps {
  prompt: Prompt;
  edits: Edits;
  fault: Fault;
  onChange: (edits: Edits) => void;
}

/** A prompt's words, as written and as read aloud, and how they sound. */
export function PromptFields({ prompt: p, edits, fault, onChange }: PromptProps) {
  const t = useText();
  const hear = useMutation({ mutationFn: () => speakDialplan(wordsOf(p, edits)) });
  const change = (next: Edits) => {
    hear.reset(); // what was heard is no longer what would be
    onChange(next);
  };
  const wrong = { vi: fault(`prompts.${p.name}.vi`), spoken: fault(`prompts.${p.name}.spoken`) ?? fault(`prompts.${p.name}`) };
  return (
    <div className="pair dialplan-prompt">
      <div>
        <Input.TextArea
          id={`field-prompts.${p.name}.vi`}
          aria-label={t('dialplan.written', { name: p.name })}
          data-testid={`prompt-vi-${p.name}`}
          autoSize
          maxLength={1000}
          {...(wrong.vi ? { status: 'error' as const } : {})}
          value={edits.vi[p.name] ?? p.vi}
          onChange={(event) => change({ ...edits, vi: { ...edits.vi, [p.name]: event.target.value } })}
        />
        <Said fault={wrong.vi} />
      </div>
      <div>
        <div className="dialplan-spoken">
          <Input.TextArea
            id={`field-prompts.${p.name}.spoken`}
            aria-label={t('dialplan.spoken', { name: p.name })}
            data-testid={`prompt-spoken-${p.name}`}
            autoSize
            maxLength={1000}
            {...(wrong.spoken ? { status: 'error' as const } : {})}
            placeholder={t('dialplan.spokenHint')}
            value={edits.spoken[p.name] ?? p.spoken}
            onChange={(event) => change({ ...edits, spoken: { ...edits.spoken, [p.name]: event.target.value } })}
          />
          <Button
            icon={<SoundOutlined />}
            data-testid={`prompt-hear-${p.name}`}
            aria-label={t('dialplan.hear', { name: p.name })}
            loading={hear.isPending}
            onClick={() => hear.mutate()}
          />
        </div>
        {hides(p, edits) && (
          <Checkbox
            className="small"
            data-testid={`prompt-stays-${p.name}`}
            checked={edits.stays[p.name] ?? false}
            onChange={(event) => change({ ...edits, stays: { ...edits.stays, [p.name]: event.target.checked } })}
          >
            {t('dialplan.stays')}
          </Checkbox>
        )}
        <Said fault={hear.error ? hear.error.message || t('storm.failed') : wrong.spoken} />
        {hear.data !== undefined && <Sound label={t('dialplan.hear', { name: p.name })} sound={hear.data} />}
      </div>
    </div>
  );
}

/** It plays at once: that is what was asked for. */
function Sound({ label, sound }: { label: string; sound: string }) {
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const bytes = Uint8Array.from(atob(sound), (c) => c.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
    if (player.current) player.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [sound]);
  // eslint-disable-next-line jsx-a11y/media-has-caption -- its words stand above it
  return <audio ref={player} controls autoPlay aria-label={label} data-testid="prompt-heard" />;
}

function Said({ fault }: { fault: string | undefined }) {
  return fault ? (
    <p className="fault" role="alert" data-testid="field-fault">
      {fault}
    </p>
  ) : null;
}

const DatesInput = part(() => import('./dates-input'), (m) => m.default);

interface HoursProps {
  name: string;
  days: DialplanDetail['hours'][number]['week'];
  edited: Readonly<Record<string, string>>;
  fault: Fault;
  onChange: (days: Readonly<Record<string, string>>) => void;
}

export function HoursFields({ name, days, edited, fault, onChange }: HoursProps) {
  const t = useText();
  const added = Object.keys(edited).filter((day) => !days.some((d) => d.day === day));
  const all = [...days, ...added.map((day) => ({ day, times: '' }))];
  return (
    <section className="panel dialplan-part">
      <h2>{t('dialplan.hours', { name })}</h2>
      <p className="soft small">{t('dialplan.timesHint')}</p>
      <div className="dialplan-days">
        {all.map((d) => (
          <div key={d.day} className="dialplan-day">
            <span>{dayInWords(d.day, t)}</span>
            <div>
              <Input
                id={`field-hours.${name}.${d.day}`}
                aria-label={t('dialplan.times', { day: dayInWords(d.day, t) })}
                data-testid={`times-${d.day}`}
                {...(fault(`hours.${name}.${d.day}`) ? { status: 'error' as const } : {})}
                value={timesInWords(edited[d.day] ?? d.times, t)}
                onChange={(event) => onChange({ ...edited, [d.day]: timesTyped(event.target.value) })}
              />
              <Said fault={fault(`hours.${name}.${d.day}`)} />
            </div>
          </div>
        ))}
      </div>
      <div className="storm-end">
        <Suspense fallback={<span className="filter-days" />}>
          <DatesInput name={name} onChoose={(first, last) => onChange({ ...edited, [first === last ? first : `${first}..${last}`]: 'closed' })} />
        </Suspense>
      </div>
    </section>
  );
}
