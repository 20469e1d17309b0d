import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { usePersonName } from '../api/queries';
import { listNotes, noteRecording } from '../api/recordings';
import { clock, dateTime } from '../desk/time';
import { useText } from '../i18n';

interface Props {
  recording: string;
  /** The second of which a note is being written; null: none is. */
  noting: number | null;
  disabled: boolean;
  onNote: () => void;
  onLeave: () => void;
  onGo: (to: number) => void;
}

/** What was written down at a recording's seconds: each leads there. */
export function Notes({ recording, noting, disabled, onNote, onLeave, onGo }: Props) {
  const t = useText();
  const nameOf = usePersonName();
  const notes = useQuery({ queryKey: ['recording-notes', recording], queryFn: ({ signal }) => listNotes(recording, signal) });
  return (
    <div className="player-notes" role="group" aria-label={t('notes.title')} data-testid="player-notes">
      {noting === null ? (
        <Button size="small" icon={<EditOutlined />} data-testid="note-add" aria-keyshortcuts="n" disabled={disabled} onClick={onNote}>
          {t('notes.add')}
        </Button>
      ) : (
        <NoteForm key={noting} recording={recording} at={noting} onLeave={onLeave} />
      )}
      {notes.isError && !notes.data && (
        <span className="fault" role="alert">
          {t('notes.unread')}{' '}
          <Button size="small" onClick={() => void notes.refetch()}>
            {t('page.retry')}
          </Button>
        </span>
      )}
      <ul className="plain">
        {(notes.data ?? []).map((note) => (
          <li key={note.id} data-testid="player-note">
            <button type="button" className="player-mark clock" disabled={disabled} onClick={() => onGo(note.at_ms / 1000)}>
              {clock(note.at_ms)}
            </button>{' '}
            {note.text}{' '}
            <span className="soft small">
              {nameOf(note.author)}, {dateTime(note.at)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whoever asked for the field types into it. */
function focus(field: InputRef | null): void {
  field?.focus();
}

function NoteForm({ recording, at, onLeave }: { recording: string; at: number; onLeave: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const keep = useMutation({
    mutationFn: () => noteRecording(recording, Math.round(at * 1000), text.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['recording-notes', recording] });
      onLeave();
    },
  });
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') keep.mutate();
      }}
    >
      <Input
        className="filter-wide"
        ref={focus}
        data-testid="note-text"
        aria-label={t('notes.at', { at: clock(at * 1000) })}
        prefix={<span className="clock soft">{clock(at * 1000)}</span>}
        placeholder={t('notes.hint')}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onLeave();
        }}
      />
      <Button type="primary" htmlType="submit" data-testid="note-keep" disabled={text.trim() === ''} loading={keep.isPending}>
        {t('notes.keep')}
      </Button>
      <Button type="text" onClick={onLeave}>
        {t('notes.leave')}
      </Button>
      {keep.error && (
        <span className="fault" role="alert">
          {keep.error instanceof ApiError && !keep.error.offline ? keep.error.message : t('page.errorOffline')}
        </span>
      )}
    </form>
  );
}
