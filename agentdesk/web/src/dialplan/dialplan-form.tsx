import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { ApiError, draftDialplan, keepDialplan } from '../api/client';
import type { DialplanDetail } from '../api/types';
import { useText } from '../i18n';
import { difference, editOf, NO_EDITS, type Edits } from './changes';

/** Prompts and hours of a version, to be made into a new one. */
export function DialplanForm({ detail, onKept }: { detail: DialplanDetail; onKept: (version: string) => void }) {
  const t = useText();
  const id = useId();
  const client = useQueryClient();
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [note, setNote] = useState('');
  const draft = useMutation({ mutationFn: () => draftDialplan(editOf(detail, edits)) });
  const keep = useMutation({
    mutationFn: (source: string) => keepDialplan(source, note.trim()),
    onSuccess: async (kept) => {
      await client.invalidateQueries({ queryKey: ['dialplan'] });
      onKept(kept.version);
    },
  });
  const change = (next: Edits) => {
    setEdits(next);
    draft.reset(); // what was compared is no longer what would be kept
  };
  const changes = draft.data ? difference(detail.source, draft.data) : [];
  const error = draft.error ?? keep.error;
  return (
    <>
      <section className="panel dialplan-part">
        <h2>{t('dialplan.picture')}</h2>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys */}
        <div className="dialplan-picture" role="region" aria-label={t('dialplan.picture')} tabIndex={0}>
          <img alt={t('dialplan.heading')} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(detail.picture)}`} />
        </div>
      </section>
      <section className="panel dialplan-part">
        <h2>{t('dialplan.prompts')}</h2>
        {detail.prompts.map((p) => (
          <div key={p.name} className="pair dialplan-prompt">
            <Input.TextArea
              aria-label={t('dialplan.written', { name: p.name })}
              data-testid={`prompt-vi-${p.name}`}
              autoSize
              maxLength={1000}
              value={edits.vi[p.name] ?? p.vi}
              onChange={(event) => change({ ...edits, vi: { ...edits.vi, [p.name]: event.target.value } })}
            />
            <Input.TextArea
              aria-label={t('dialplan.spoken', { name: p.name })}
              data-testid={`prompt-spoken-${p.name}`}
              autoSize
              maxLength={1000}
              placeholder={t('dialplan.spokenHint')}
              value={edits.spoken[p.name] ?? p.spoken}
              onChange={(event) => change({ ...edits, spoken: { ...edits.spoken, [p.name]: event.target.value } })}
            />
          </div>
        ))}
      </section>
      {detail.hours.map((h) => (
        <Hours
          key={h.name}
          name={h.name}
          days={[...h.week, ...h.dates]}
          edited={edits.times[h.name] ?? {}}
          onChange={(days) => change({ ...edits, times: { ...edits.times, [h.name]: days } })}
        />
      ))}
      <section className="panel dialplan-part">
        <label htmlFor={id}>{t('dialplan.note')}</label>
        <Input id={id} data-testid="dialplan-note" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        {draft.data !== undefined && (
          <>
            <h3>{t('dialplan.changes')}</h3>
            <ul className="plain dialplan-changes" data-testid="dialplan-changes">
              {changes.map((line, at) => (
                <li key={at} className={line.sign === '+' ? 'good' : 'gone'}>
                  <code>
                    {line.sign} {line.text}
                  </code>
                </li>
              ))}
            </ul>
          </>
        )}
        {error && (
          <div role="alert" className="fault" data-testid="dialplan-trouble">
            <p>{error instanceof ApiError && !error.offline ? error.message : t('storm.failed')}</p>
            <ul>{error instanceof ApiError && error.errors.map((e, at) => <li key={at}>{e.message}</li>)}</ul>
          </div>
        )}
        <div className="storm-buttons">
          <Button data-testid="dialplan-compare" loading={draft.isPending} onClick={() => draft.mutate()}>
            {t('dialplan.compare')}
          </Button>
          <Button
            type="primary"
            data-testid="dialplan-keep"
            disabled={changes.length === 0}
            loading={keep.isPending}
            onClick={() => draft.data !== undefined && keep.mutate(draft.data)}
          >
            {t('dialplan.keep')}
          </Button>
        </div>
      </section>
    </>
  );
}

interface HoursProps {
  name: string;
  days: DialplanDetail['hours'][number]['week'];
  edited: Readonly<Record<string, string>>;
  onChange: (days: Readonly<Record<string, string>>) => void;
}

function Hours({ name, days, edited, onChange }: HoursProps) {
  const t = useText();
  const [date, setDate] = useState('');
  const added = Object.keys(edited).filter((day) => !days.some((d) => d.day === day));
  const all = [...days, ...added.map((day) => ({ day, times: '' }))];
  const valid = /^\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?$/.test(date);
  return (
    <section className="panel dialplan-part">
      <h2>{t('dialplan.hours', { name })}</h2>
      <p className="soft small">{t('dialplan.timesHint')}</p>
      <div className="dialplan-days">
        {all.map((d) => (
          <div key={d.day} className="dialplan-day">
            <code>{d.day}</code>
            <Input
              aria-label={t('dialplan.times', { day: d.day })}
              data-testid={`times-${d.day}`}
              value={edited[d.day] ?? d.times}
              onChange={(event) => onChange({ ...edited, [d.day]: event.target.value })}
            />
          </div>
        ))}
      </div>
      <div className="storm-end">
        <Input aria-label={t('dialplan.newDate')} placeholder={t('dialplan.newDate')} value={date} onChange={(event) => setDate(event.target.value)} />
        <Button
          disabled={!valid}
          onClick={() => {
            onChange({ ...edited, [date]: 'closed' });
            setDate('');
          }}
        >
          +
        </Button>
      </div>
    </section>
  );
}
