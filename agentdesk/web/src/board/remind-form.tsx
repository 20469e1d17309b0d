import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { OtherDraft } from '../drafts/other-draft';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { keyOf, remindAll, type Chosen, type Sent } from './remind';

interface Props {
  chosen: readonly Chosen[];
  /** Somebody asked for it just now: the page did not bring it back. */
  opened: boolean;
  /** They are being reminded: the form stays until that is over. */
  sending: boolean;
  onSending: (sending: boolean) => void;
  /** Whoever was reminded need not be again, whatever becomes of the others. */
  onSent: (one: Chosen) => void;
  onClose: () => void;
}

/** One text for all that are chosen, and what became of each. */
export function RemindForm({ chosen, opened, sending, onSending, onSent, onClose }: Props) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useKept('board.remind', 0, '');
  const text = draft.value;
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const send = async () => {
    onSending(true);
    const all = await remindAll(chosen, text.trim(), (sent) => {
      setSent(sent);
      for (const { one, fault } of sent.slice(-1)) if (!fault) onSent(one);
    });
    onSending(false);
    // What was sent to everybody is not kept; it stays to be read.
    if (all.every(({ fault }) => !fault)) draft.reset(text);
    void queries.invalidateQueries({ predicate: ({ queryKey: [of] }) => ['due', 'ticket', 'tickets'].includes(String(of)) });
  };
  const done = sent.filter(({ fault }) => !fault).length;
  const words = useRef<HTMLTextAreaElement>(null);
  // It lies over the list's end: whoever opened it is in it. Words that were begun before a reload wait where they are.
  useEffect(() => {
    if (opened) words.current?.focus();
  }, [opened]);
  return (
    <form
      className="panel board-remind"
      data-testid="board-remind-form"
      aria-label={t('board.remindMany')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <OtherDraft draft={draft.hand} />
      <label htmlFor="board-remind-text">{chosen.length > 0 ? t('board.remindText', { n: new Set(chosen.map(({ unit }) => unit)).size }) : t('board.remindNone')}</label>
      <textarea ref={words} id="board-remind-text" className="board-text" rows={3} maxLength={10_000} data-testid="remind-text" value={text} readOnly={sending} onChange={(event) => draft.change(event.target.value)} />
      <div className="board-buttons">
        <button type="submit" className="board-button board-main" data-testid="remind-send" disabled={sending || text.trim() === '' || chosen.length === 0}>
          {t('board.remindSend', { n: chosen.length })}
        </button>
        <button type="button" className="board-button" data-testid="remind-close" disabled={sending} onClick={onClose}>
          {t('board.close')}
        </button>
      </div>
      <p role="status" data-testid="remind-done" data-sent={done} data-failed={sent.length - done}>
        {sent.length > 0 && t(done === sent.length ? 'board.remindedAll' : 'board.reminded', { n: done, failed: sent.length - done })}
      </p>
      <ul className="plain">
        {sent.map(({ one, fault }) => (
          <li key={keyOf(one)} data-testid={`remind-result-${one.ticket}`} data-outcome={fault ? (fault.offline ? 'offline' : 'refused') : 'sent'}>
            <span className="code">{one.ticket}</span> {one.unit_name}: <span className={fault ? 'fault' : 'good'}>{fault ? (fault.offline ? t('acts.offline') : fault.message) : t('board.remindedOne')}</span>
          </li>
        ))}
      </ul>
    </form>
  );
}
