import { CheckOutlined, EditOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { ApiError, closeIncident, editIncident, giveIncidentVoice, incidentVoiceAddress } from '../api/client';
import { usePersonName } from '../api/queries';
import type { Incident, IncidentDraft } from '../api/types';
import { useNow } from '../desk/hooks';
import { dateTime, shortDateTime } from '../desk/time';
import { useText } from '../i18n';
import { formOf } from './draft';
import { IncidentForm } from './incident-form';

/** The open incident: what callers hear, who waits for its end, and what a leader does about it. */
export function IncidentLive({ incident, canManage }: { incident: Incident; canManage: boolean }) {
  const t = useText();
  const client = useQueryClient();
  const nameOf = usePersonName();
  // The revision that the form's words were made of: others may save theirs meanwhile.
  const [editing, setEditing] = useState<number | null>(null);
  const [closing, setClosing] = useState(false);
  const settle = () => void client.invalidateQueries({ queryKey: ['incidents'] });
  const edit = useMutation({
    mutationFn: async ({ revision, draft, done }: { revision: number; draft: IncidentDraft; done: () => void }) => {
      await editIncident(incident.id, revision, draft);
      done();
    },
    onSuccess: () => setEditing(null),
    onSettled: settle,
  });
  const close = useMutation({ mutationFn: () => closeIncident(incident.id), onSuccess: () => setClosing(false), onSettled: settle });
  return (
    <section className="panel storm-live" data-testid="storm-live" data-voice={incident.voice.state} data-revision={incident.revision} data-joined={incident.joined}>
      <Sounding state={incident.voice.state} />
      {editing !== null && editing !== incident.revision && !edit.isPending && (
        <Overtaken incident={incident} onReplace={() => setEditing(incident.revision)} onDrop={() => setEditing(null)} />
      )}
      {editing !== null ? (
        <IncidentForm
          kept={`incident.${incident.id}`}
          revision={editing}
          initial={formOf(incident)}
          submitLabel={t('storm.save')}
          busy={edit.isPending}
          error={edit.error}
          note={incident.voice.recorded ? t('storm.dropsVoice') : undefined}
          onSubmit={(draft, done) => edit.mutate({ revision: editing, draft, done })}
          onCancel={() => setEditing(null)}
        />
      ) : (
        <div className="storm-body">
          <div className="storm-said">
            <h2 className="storm-area">{incident.area}</h2>
            <p className="storm-text">{incident.text}</p>
            <ExpectedEnd at={incident.expected_end} />
            <p className="soft">{t('storm.since', { time: shortDateTime(incident.opened_at), who: nameOf(incident.opened_by) })}</p>
          </div>
          <div className="storm-counts">
            <p className="storm-joined" aria-live="polite">
              <b data-testid="storm-joined">{incident.joined}</b> {t('storm.joined')}
            </p>
            <p className="storm-reported">
              <Link to={`/tickets?incident=${incident.id}`} data-testid="storm-tickets" data-reported={incident.reported}>
                {t('storm.reported', { n: incident.reported })}
              </Link>
            </p>
          </div>
        </div>
      )}
      {editing === null && <Voice incident={incident} canManage={canManage} onChanged={settle} />}
      {editing === null && canManage && (
        <div className="storm-buttons">
          <Button size="large" icon={<EditOutlined />} data-testid="storm-edit" onClick={() => setEditing(incident.revision)}>
            {t('storm.edit')}
          </Button>
          <Button size="large" icon={<CheckOutlined />} data-testid="storm-close" onClick={() => setClosing(true)}>
            {t('storm.close')}
          </Button>
        </div>
      )}
      <Modal
        open={closing}
        title={t('storm.closeAsk')}
        okText={t('storm.closeYes')}
        okButtonProps={{ 'data-testid': 'storm-close-yes' }}
        cancelText={t('storm.keep')}
        confirmLoading={close.isPending}
        onOk={() => close.mutate()}
        onCancel={() => setClosing(false)}
      >
        <p data-testid="storm-close-text">{incident.joined > 0 ? t('storm.closeTells', { n: incident.joined }) : t('storm.closeNobody')}</p>
        {close.error && <p className="fault">{close.error instanceof ApiError && !close.error.offline ? close.error.message : t('storm.failed')}</p>}
      </Modal>
    </section>
  );
}

/** Somebody else has changed it while the form was open: their words, and what to do. */
function Overtaken({ incident, onReplace, onDrop }: { incident: Incident; onReplace: () => void; onDrop: () => void }) {
  const t = useText();
  return (
    <section className="notice storm-overtaken" role="alert" data-testid="storm-overtaken">
      <p>{t('storm.overtaken')}</p>
      <blockquote>
        <b>{incident.area}</b>
        <p>{incident.text}</p>
        <ExpectedEnd at={incident.expected_end} />
      </blockquote>
      <div className="storm-buttons">
        <Button data-testid="storm-overtaken-drop" onClick={onDrop}>
          {t('storm.overtakenDrop')}
        </Button>
        <Button data-testid="storm-overtaken-replace" onClick={onReplace}>
          {t('storm.overtakenReplace')}
        </Button>
      </div>
    </section>
  );
}

/** Do callers hear it? In words and by colour. */
function Sounding({ state }: { state: Incident['voice']['state'] }) {
  const t = useText();
  const text = state === 'ready' ? t('storm.live') : state === 'failed' ? t('storm.liveFailed') : t('storm.liveMaking');
  return (
    <p className={`storm-sounding storm-sounding-${state}`} role="status" data-testid="storm-sounding">
      <span className="dot" aria-hidden /> {text}
    </p>
  );
}

function ExpectedEnd({ at }: { at?: string | undefined }) {
  const t = useText();
  const now = useNow(10_000);
  if (!at) return <p>{t('storm.endNone')}</p>;
  if (Date.parse(at) <= now) return <p className="notice storm-late">{t('storm.endLate', { time: dateTime(at) })}</p>;
  return <p>{t('storm.endAt', { time: dateTime(at) })}</p>;
}

/** Whose voice says it; a recorded one may take the synthesiser's place. */
function Voice({ incident, canManage, onChanged }: { incident: Incident; canManage: boolean; onChanged: () => void }) {
  const t = useText();
  const picker = useRef<HTMLInputElement>(null);
  // The words that the person saw when they went for a file are those that it says.
  const seen = useRef<number | null>(null);
  const give = useMutation({
    mutationFn: ({ revision, file }: { revision: number; file: File | null }) => giveIncidentVoice(incident.id, revision, file),
    onSettled: onChanged,
  });
  const { recorded, state } = incident.voice;
  return (
    <div className="storm-voice">
      <h3>
        {t('storm.voice')} <span className="tag">{t(recorded ? 'storm.voiceRecorded' : 'storm.voiceMachine')}</span>
      </h3>
      {state === 'ready' && (
        // eslint-disable-next-line jsx-a11y/media-has-caption -- its words stand above it
        <audio
          key={incident.revision}
          controls
          preload="none"
          src={incidentVoiceAddress(incident.id, incident.revision)}
          aria-label={t('storm.voiceSound')}
          data-testid="storm-voice-audio"
        />
      )}
      {canManage && (
        <>
          <input
            ref={picker}
            type="file"
            hidden
            accept=".wav,audio/wav,audio/x-wav"
            aria-label={t('storm.voiceUpload')}
            data-testid="storm-voice-file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = ''; // the same file may be chosen again
              if (file) give.mutate({ revision: seen.current ?? incident.revision, file });
              seen.current = null;
            }}
          />
          <Button
            icon={<UploadOutlined />}
            loading={give.isPending}
            data-testid="storm-voice-upload"
            onClick={() => {
              seen.current = incident.revision;
              picker.current?.click();
            }}
          >
            {t('storm.voiceUpload')}
          </Button>
          {recorded && (
            <Button disabled={give.isPending} data-testid="storm-voice-drop" onClick={() => give.mutate({ revision: incident.revision, file: null })}>
              {t('storm.voiceDrop')}
            </Button>
          )}
        </>
      )}
      {give.error && (
        <p className="fault" role="alert">
          {give.error instanceof ApiError ? (give.error.errors[0]?.message ?? give.error.message) : t('storm.failed')}
        </p>
      )}
    </div>
  );
}
