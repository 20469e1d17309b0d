import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useId } from 'react';
import { ApiError } from '../api/client';
import { draftDialplan, keepDialplan } from '../api/dialplans';
import type { DialplanDetail } from '../api/types';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { loadEnglish, useText } from '../i18n';
import { ChangedLines } from './changed-lines';
import { editOf, fieldOf, NO_EDITS, type Edits } from './changes';
import { HoursFields, PromptFields } from './fields';
import { Picture } from './picture';

interface Props {
  detail: DialplanDetail;
  /** Something is written that would be lost with the form. */
  onEdit: () => void;
  onKept: (version: string) => void;
}

/** Prompts and hours of a version, to be made into a new one. */
export function DialplanForm({ detail, onEdit, onKept }: Props) {
  const t = useText();
  const id = useId();
  const client = useQueryClient();
  const written = useKept<{ edits: Edits; note: string }>(`dialplan.${detail.version}`, 0, { edits: NO_EDITS, note: '' });
  const { edits, note } = written.value;
  const found = written.dirty;
  useEffect(() => {
    if (found) onEdit();
  }, [found, onEdit]);
  // “Closed” is read in either language (timesTyped). Without English it is read in Vietnamese.
  useEffect(() => void loadEnglish().catch(() => undefined), []);
  const draft = useMutation({ mutationFn: () => draftDialplan(editOf(detail, edits)) });
  const keep = useMutation({
    mutationFn: (source: string) => keepDialplan(source, note.trim(), detail.version),
    onSuccess: async (kept) => {
      written.reset({ edits: NO_EDITS, note: '' });
      await client.invalidateQueries({ queryKey: ['dialplan'] });
      onKept(kept.version);
    },
  });
  const change = (next: Edits) => {
    written.change({ edits: next, note });
    draft.reset(); // what was compared is no longer what would be kept
  };
  const error = draft.error ?? keep.error;
  const faults = error instanceof ApiError ? error.errors : [];
  const fault = (location: string) => faults.find((e) => e.location === `body.${location}`)?.message;
  return (
    <>
      <OtherDraft draft={written.hand} />
      <section className="panel dialplan-part">
        <h2>{t('dialplan.picture')}</h2>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys */}
        <div className="dialplan-picture" role="region" aria-label={t('dialplan.picture')} tabIndex={0}>
          <Picture svg={detail.picture} />
        </div>
      </section>
      <section className="panel dialplan-part">
        <h2>{t('dialplan.prompts')}</h2>
        {detail.prompts.map((p) => (
          <PromptFields key={p.name} prompt={p} edits={edits} fault={fault} onChange={change} />
        ))}
      </section>
      {detail.hours.map((h) => (
        <HoursFields
          key={h.name}
          name={h.name}
          days={[...h.week, ...h.dates]}
          edited={edits.times[h.name] ?? {}}
          fault={fault}
          onChange={(days) => change({ ...edits, times: { ...edits.times, [h.name]: days } })}
        />
      ))}
      <section className="panel dialplan-part">
        <label htmlFor={id}>{t('dialplan.note')}</label>
        <Input id={id} data-testid="dialplan-note" maxLength={500} value={note} onChange={(event) => written.change({ edits, note: event.target.value })} />
        {draft.data !== undefined && (
          <>
            <h3>{t('dialplan.changes')}</h3>
            <ChangedLines before={detail.source} after={draft.data} testId="dialplan-changes" />
          </>
        )}
        {error && (
          <div role="alert" className="fault" data-testid="dialplan-trouble">
            <p>{error instanceof ApiError && !error.offline ? error.message : t('storm.failed')}</p>
            <ul>
              {faults.map((e, at) => {
                const field = fieldOf(e.location ?? '');
                return (
                  <li key={at}>
                    {field === null ? (
                      e.message
                    ) : (
                      <Button type="link" size="small" className="fault-link" onClick={() => document.getElementById(field)?.focus()}>
                        {e.message}
                      </Button>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        )}
        {found && <KeptWhere draft={written.hand} />}
        <div className="storm-buttons">
          {found && (
            <Button
              data-testid="dialplan-drop"
              onClick={() => {
                written.reset({ edits: NO_EDITS, note: '' });
                draft.reset();
              }}
            >
              {t('forms.drop')}
            </Button>
          )}
          <Button data-testid="dialplan-compare" loading={draft.isPending} onClick={() => draft.mutate()}>
            {t('dialplan.compare')}
          </Button>
          <Button
            type="primary"
            data-testid="dialplan-keep"
            disabled={draft.data === undefined || draft.data === detail.source}
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
