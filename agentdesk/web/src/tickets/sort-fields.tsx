import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { hold } from '../acts/hold';
import { ApiError, sortTicket } from '../api/client';
import type { NewTicket, Ticket } from '../api/types';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { DraftStore } from './draft-store';
import { TicketForm } from './ticket-form';
import { useDraft } from './use-draft';

/** What is written while a message is heard. Kept like the desk's drafts, and apart from them. */
export default function SortFields({ ticket }: { ticket: Ticket }) {
  const { user } = useSession();
  const [drafts] = useState(() => new DraftStore(`sort:${user.username}`));
  const [round, setRound] = useState(0);
  return (
    <OneDraft
      key={round}
      ticket={ticket}
      drafts={drafts}
      onDiscard={() => {
        setRound(round + 1);
      }}
    />
  );
}

const WORDS = {
  submit: 'sort.submit',
  submitting: 'sort.submitting',
  discard: 'sort.discard',
  discardText: 'sort.discardText',
  failed: 'sort.failed',
  faults: 'sort.faults',
} as const;

function OneDraft({ ticket, drafts, onDiscard }: { ticket: Ticket; drafts: DraftStore; onDiscard: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  // The ticket stands in the call's place: it is what the draft is kept by. Its own call is known to the server.
  const hand = useDraft(drafts, { id: ticket.code, from: ticket.sender.phone ?? '', to: '', state: 'ended', arrived_at: ticket.created_at }, null);
  // Who writes is told what others do meanwhile, and keeps the form under their hands.
  const typed = hand.savedAt > 0;
  useEffect(() => (typed ? hold(ticket.code) : undefined), [typed, ticket.code]);
  const file = async (draft: NewTicket) => {
    try {
      return await sortTicket(ticket, draft);
    } catch (error) {
      // It is another by now: still to be sorted, or what is left of the draft is shown.
      if (error instanceof ApiError && error.status === 409) void queries.invalidateQueries({ queryKey: ['ticket', ticket.code] });
      throw error;
    }
  };
  return (
    <section className="panel sort" aria-labelledby="sort-heading" data-testid="sort">
      <h2 id="sort-heading">{t('sort.heading')}</h2>
      <p className="soft small">{t('sort.intro')}</p>
      <TicketForm
        hand={hand}
        words={WORDS}
        file={file}
        onFiled={(sorted) => {
          hand.discard();
          queries.setQueryData(['ticket', ticket.code], sorted);
          void queries.invalidateQueries({ queryKey: ['tickets'] });
        }}
        onUnitTyped={() => undefined}
        onDiscard={() => {
          hand.discard();
          onDiscard();
        }}
      />
    </section>
  );
}
