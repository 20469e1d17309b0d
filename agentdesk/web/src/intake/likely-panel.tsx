import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { noteCall } from '../api/after';
import { ApiError } from '../api/client';
import type { LikelyTicket } from '../api/likely';
import { useKeys } from '../desk/hooks';
import { KEY_LABEL } from '../desk/keys';
import { useText } from '../i18n';
import { useSettled } from '../knowledge/use-search';
import { notedOf } from '../tickets/draft';
import type { Writing } from '../tickets/ticket-column';
import './intake.css';
import { useLikely } from './use-likely';

/** So long a ticket is the first, in ms, before a key notes the call on it: what is pressed is meant for what was seen. */
const SEEN = 1000;

interface Props {
  writing: Writing;
  /** The caller's number. */
  from: string;
}

/** Tickets that are probably of the matter that is being written. Its place is kept whether there are any or not; it never takes the focus by itself. */
export function LikelyPanel({ writing, from }: Props) {
  const t = useText();
  const { draft, noted } = writing;
  const queries = useQueryClient();
  const { found, asked, failed } = useLikely(draft, from);
  const list = useRef<HTMLUListElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const attach = useMutation({
    mutationFn: (code: string) => noteCall(code, draft.call, notedOf(draft)),
    onSuccess: (_, code) => {
      void queries.invalidateQueries({ queryKey: ['ticket', code] });
      noted(code);
    },
  });
  const first = found[0]?.code;
  const seen = useSettled(first, SEEN) === first;
  const [early, setEarly] = useState('');
  useKeys({
    attach: () => {
      const focused = [...(list.current?.children ?? [])].findIndex((item) => item.contains(document.activeElement));
      const chosen = found[Math.max(0, focused)]?.code;
      if (!chosen) return;
      const meant = focused >= 0 || seen;
      setEarly(meant ? '' : chosen);
      if (meant) choose(chosen);
    },
    likely: () => {
      const row = list.current?.querySelector<HTMLElement>('.likely-row');
      if (!row) return;
      if (document.activeElement instanceof HTMLElement && !list.current?.contains(document.activeElement)) before.current = document.activeElement;
      row.focus();
    },
  });
  const choose = (code: string) => {
    if (!attach.isPending) attach.mutate(code);
  };
  const said = attach.isPending
    ? t('likely.busy', { code: attach.variables })
    : attach.isError
      ? `${t('likely.failed', { code: attach.variables })} ${refusal(attach.error)}`
      : failed
        ? t('likely.unread')
        : early !== '' && early === first
          ? t('likely.changed', { attach: KEY_LABEL.attach })
          : '';
  return (
    <section className={found.length > 0 ? 'likely likely-found' : 'likely'} data-testid="likely" data-count={found.length} data-seen={seen} aria-labelledby="likely-heading">
      <h3 id="likely-heading">
        <span aria-live="polite">
          {t('likely.title')} <span className="count">{found.length}</span>
        </span>{' '}
        <kbd>{KEY_LABEL.attach}</kbd>
      </h3>
      <p className={attach.isError ? 'fault likely-said' : 'soft small likely-said'} role="status">
        {said || (found.length > 0 ? t('likely.how', { attach: KEY_LABEL.attach, likely: KEY_LABEL.likely }) : t(asked ? 'likely.none' : 'likely.begin'))}
      </p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows go from row to row, Esc back to the text */}
      <ul
        ref={list}
        className="plain likely-list"
        onKeyDown={(event) => {
          if (event.key === 'Escape') before.current?.focus();
          else along(event);
        }}
      >
        {found.map((one) => (
          <Row key={one.code} ticket={one} onAttach={() => choose(one.code)} />
        ))}
      </ul>
    </section>
  );
}

/** A click alone chooses nothing: who reads on with the mouse must not attach a call by it. Enter does, and so does the button beside. */
function Row({ ticket, onAttach }: { ticket: LikelyTicket; onAttach: () => void }) {
  const t = useText();
  const why = ticket.because.map((sign) => (sign === 'place' && ticket.metres !== null ? t('likely.metres', { n: Math.round(ticket.metres) }) : t(`because.${sign}`)));
  return (
    <li className={ticket.open ? 'likely-item' : 'likely-item item-over'}>
      <button type="button" className="likely-row" data-testid={`likely-${ticket.code}`} data-because={ticket.because.join(' ')} onClick={(event) => event.detail === 0 && onAttach()}>
        <span className="likely-head">
          <b>{ticket.code}</b>
        </span>
        <span className="likely-text">
          <b className="likely-why">{why.join(' · ')}</b> · {ticket.state_label}
        </span>
        <span className="likely-text">{ticket.content}</span>
        <span className="soft likely-text">{[ticket.address, ticket.unit_name].filter(Boolean).join(' · ')}</span>
      </button>
      <button type="button" tabIndex={-1} className="likely-attach" data-testid={`likely-attach-${ticket.code}`} aria-label={t('likely.attachTo', { code: ticket.code })} onClick={onAttach}>
        {t('likely.attach')}
      </button>
    </li>
  );
}

function along(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.likely-row')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}

function refusal(error: Error): string {
  return error instanceof ApiError && !error.offline ? (error.errors[0]?.message ?? error.message) : '';
}
