import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { noteCall } from '../api/after';
import { ApiError } from '../api/client';
import { useSession } from '../auth/session';
import { OtherDraft } from '../drafts/other-draft';
import { placeOf, useKept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { readKept } from '../shell/kept';
import { saidIn } from '../tickets/draft';
import { Labelled } from '../tickets/labelled';
import type { Writing } from '../tickets/ticket-column';
import type { CardTicket } from './protocol';
import { shortDateTime } from './time';

interface Props {
  ticket: CardTicket;
  call: string;
  /** What is written of the call; null: it has its ticket, or rings still. */
  writing: Writing | null;
}

/** A ticket of the caller: where it stands, who has it and until when; the call may be noted on it in place of a new one. */
export function KnownTicket({ ticket, call, writing }: Props) {
  const label = useLabel();
  const t = useText();
  const { username } = useSession().user;
  // What was begun before another call rang, or the page was loaded anew, is in sight again.
  const [open, setOpen] = useState(() => readKept(placeOf(noteOf(call, ticket.code), username)) !== null);
  const due = ticket.due ? shortDateTime(ticket.due) : '';
  return (
    <li className={ticket.open ? 'item' : 'item item-over'} data-testid={`known-${ticket.code}`} data-state={ticket.state} data-late={ticket.late ?? false}>
      <div className="item-head">
        <Link to={`/tickets/${ticket.code}`}>{ticket.code}</Link>
        <span className={ticket.late ? 'tag tag-urgent' : 'tag'}>{label('state', ticket.state)}</span>
      </div>
      {(ticket.unit_name || due) && (
        <p className="item-unit">
          {ticket.unit_name}
          {due && <span className={ticket.late ? 'fault' : 'soft'}> {t(ticket.late ? 'caller.late' : 'caller.due', { time: due })}</span>}
        </p>
      )}
      <p className="item-text">{ticket.content}</p>
      <div className="item-foot">
        <span className="soft small">
          {ticket.group > 0 && `${label('group.short', String(ticket.group))} · `}
          {shortDateTime(ticket.created_at)}
        </span>
        {writing && !open && (
          <Button size="small" data-testid={`note-${ticket.code}`} onClick={() => setOpen(true)}>
            {t('caller.note')}
          </Button>
        )}
      </div>
      {writing && open && <Noting key={call} code={ticket.code} call={call} writing={writing} onLeave={() => setOpen(false)} />}
    </li>
  );
}

/** Under which name the words are kept that a call adds to a ticket. */
const noteOf = (call: string, code: string) => `call-note.${call}.${code}`;

/** What was said goes on the ticket, beginning with what is typed already. */
function Noting({ code, call, writing, onLeave }: { code: string; call: string; writing: Writing; onLeave: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const draft = useKept(noteOf(call, code), 0, saidIn(writing.draft));
  const note = draft.value;
  const field = useRef<TextAreaRef>(null);
  // The button that was pressed is gone: the hands go on here.
  useEffect(() => field.current?.focus(), []);
  const noting = useMutation({
    mutationFn: () => noteCall(code, call, note),
    onSuccess: () => {
      draft.reset(note);
      void client.invalidateQueries({ queryKey: ['ticket', code] });
      writing.noted(code);
    },
  });
  const refused = noting.error instanceof ApiError && !noting.error.offline ? (noting.error.errors[0]?.message ?? noting.error.message) : t('page.error');
  return (
    <form
      className="item-note"
      onSubmit={(event) => {
        event.preventDefault();
        noting.mutate();
      }}
    >
      <OtherDraft draft={draft.hand} />
      <Labelled label={t('caller.noteText')} htmlFor="call-note" fault={noting.isError ? refused : undefined}>
        <Input.TextArea id="call-note" data-testid="call-note" ref={field} rows={3} maxLength={2000} value={note} onChange={(event) => draft.change(event.target.value)} />
      </Labelled>
      <div className="item-foot">
        <Button
          size="small"
          data-testid="call-note-leave"
          onClick={() => {
            draft.reset('');
            onLeave();
          }}
        >
          {t('caller.noteLeave')}
        </Button>
        <Button size="small" type="primary" htmlType="submit" loading={noting.isPending} data-testid="call-note-submit">
          {t('caller.noteYes')}
        </Button>
      </div>
    </form>
  );
}
