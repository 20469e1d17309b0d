import { SoundOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Suspense, useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import { ApiError, previewIncident } from '../api/client';
import type { IncidentDraft } from '../api/types';
import { useNow } from '../desk/hooks';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { ConflictPanel } from '../forms/conflict-panel';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { part } from '../shell/part';
import { Labelled, faultAttributes } from '../tickets/labelled';
import { draftOf, inHours, inWords, MAX_AREA, MAX_TEXT, type IncidentFormState } from './draft';

const EndInput = part(() => import('./end-input'), (m) => m.default);

interface Props {
  /** Under which what is typed is kept. */
  kept: string;
  /** The revision that initial is of; 0: of none. */
  revision: number;
  initial: IncidentFormState;
  submitLabel: string;
  busy: boolean;
  /** What the server said to the last attempt. */
  error: unknown;
  /** done: it is sent, and no draft any more. */
  onSubmit: (draft: IncidentDraft, done: () => void) => void;
  onCancel?: () => void;
  note?: string | undefined;
}

/** The words of an announcement: written, listened to, then let out. */
export function IncidentForm({ kept, revision, initial, submitLabel, busy, error, onSubmit, onCancel, note }: Props) {
  const t = useText();
  const id = useId();
  const now = useNow(60_000);
  // Whoever goes on with older words on top of another's has chosen so already, where that other saved while the form was open.
  const [was] = useState(revision);
  const [begun] = useState(initial);
  const draft = useKept(kept, was, begun);
  const form = draft.value;
  const change = (part: Partial<IncidentFormState>) => draft.change({ ...form, ...part });
  const preview = useMutation({ mutationFn: previewIncident });
  const failed = error ?? preview.error;
  const fault = faultsOf(failed);
  const written = form.area.trim() !== '' && form.text.trim() !== '';
  const left = MAX_TEXT - form.text.length;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (written && !busy && !draft.overtaken) onSubmit(draftOf(form), () => draft.reset(begun));
  };
  return (
    <form className="storm-form" onSubmit={submit} data-testid="storm-form">
      <OtherDraft draft={draft.hand} />
      {draft.overtaken && (
        <ConflictPanel mine={`${form.area}\n${form.text}`} theirs={`${begun.area}\n${begun.text}`} onMine={() => draft.onto(was)} onTheirs={() => draft.reset(begun)} />
      )}
      <Labelled label={t('storm.area')} htmlFor={`${id}-area`} required fault={fault('area')}>
        <Input
          id={`${id}-area`}
          data-testid="storm-area"
          size="large"
          maxLength={MAX_AREA}
          placeholder={t('storm.areaHint')}
          value={form.area}
          onChange={(event) => change({ area: event.target.value })}
          {...faultAttributes(`${id}-area`, fault('area'))}
        />
      </Labelled>
      <Labelled
        label={t('storm.text')}
        htmlFor={`${id}-text`}
        required
        fault={fault('text')}
        aside={left < 120 && <span className="soft small">{t('storm.left', { n: left })}</span>}
      >
        <Input.TextArea
          id={`${id}-text`}
          data-testid="storm-text"
          className="storm-words"
          maxLength={MAX_TEXT}
          autoSize={{ minRows: 4, maxRows: 10 }}
          placeholder={t('storm.textHint')}
          value={form.text}
          onChange={(event) => change({ text: event.target.value })}
          {...faultAttributes(`${id}-text`, fault('text'))}
        />
      </Labelled>
      <Labelled label={t('storm.end')} htmlFor={`${id}-end`} fault={fault('expected_end')}>
        <div className="storm-end">
          <Suspense fallback={<Input id={`${id}-end`} className="storm-day" data-testid="storm-end" readOnly placeholder={t('storm.endHint')} value={inWords(form.end)} />}>
            <EndInput
              id={`${id}-end`}
              end={form.end}
              now={now}
              placeholder={t('storm.endHint')}
              fault={faultAttributes(`${id}-end`, fault('expected_end'))}
              onChange={(end) => change({ end })}
            />
          </Suspense>
          {[1, 2, 4, 8].map((hours) => (
            <Button key={hours} data-testid={`storm-end-${hours}`} onClick={() => change({ end: inHours(hours, new Date()) })}>
              {t('storm.endIn', { n: hours })}
            </Button>
          ))}
          <Button disabled={form.end === ''} onClick={() => change({ end: '' })}>
            {t('storm.endUnknown')}
          </Button>
        </div>
      </Labelled>
      {preview.data && <Preview words={preview.data.words} sound={preview.data.sound} />}
      {note && <p className="notice">{note}</p>}
      <p className="storm-trouble" role="alert" data-testid="storm-trouble">
        {failed ? <span className="fault">{failed instanceof ApiError && !failed.offline ? failed.message : t('storm.failed')}</span> : null}
      </p>
      {draft.dirty && <KeptWhere draft={draft.hand} />}
      <div className="storm-buttons">
        <Button
          size="large"
          data-testid="storm-preview"
          icon={<SoundOutlined />}
          disabled={!written}
          loading={preview.isPending}
          onClick={() => preview.mutate(draftOf(form))}
        >
          {t(preview.isPending ? 'storm.previewing' : preview.data ? 'storm.previewAgain' : 'storm.preview')}
        </Button>
        <Button size="large" type="primary" htmlType="submit" data-testid="storm-submit" disabled={!written} loading={busy}>
          {submitLabel}
        </Button>
        {onCancel && (
          <Button
            size="large"
            type="text"
            data-testid="storm-cancel"
            onClick={() => {
              draft.reset(begun);
              onCancel();
            }}
          >
            {t('storm.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What the draft would sound like, with the words as they are read. It plays at once: that is what was asked for. */
function Preview({ words, sound }: { words: string; sound: string }) {
  const t = useText();
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const bytes = Uint8Array.from(atob(sound), (c) => c.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
    if (player.current) player.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [sound]);
  return (
    <section className="storm-preview" aria-label={t('storm.heard')} data-testid="storm-heard">
      <h3>{t('storm.heard')}</h3>
      <p>{words}</p>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- its words stand above it */}
      <audio ref={player} controls autoPlay aria-label={t('storm.previewSound')} data-testid="storm-preview-audio" />
    </section>
  );
}

/** The server's sentence about one field. */
function faultsOf(error: unknown): (field: string) => string | undefined {
  const errors = error instanceof ApiError ? error.errors : [];
  return (field) => errors.find((e) => e.location === `body.${field}`)?.message;
}
