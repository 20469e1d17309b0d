import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { held } from '../acts/hold';
import { ticketNews } from '../api/client';
import type { Ticket } from '../api/types';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { Others } from './others';

/** Asked so often, in ms, whether the ticket is another by now: a small question, while the page is in sight. */
const EVERY = 15_000;

/**
 * What others did to a ticket while its page stands open: says who did what, and reads the page anew; under an act's
 * form only when that is closed, for it is written to the ticket that was seen.
 */
export function News({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const client = useQueryClient();
  const { user } = useSession();
  const [since, setSince] = useState(ticket.version);
  const { code, version } = ticket;
  const news = useQuery({ queryKey: ['ticket-news', code, since], queryFn: ({ signal }) => ticketNews(code, since, signal), refetchInterval: EVERY });
  const newer = (news.data?.version ?? 0) > version;
  useEffect(() => {
    if (newer && !held(code)) void client.invalidateQueries({ queryKey: ['ticket', code] });
  }, [newer, client, code, news.dataUpdatedAt]);
  const others = (news.data?.changes ?? []).filter(({ actor, version: of }) => actor !== user.username && of > since);
  return (
    <div role="status" className="ticket-news-place">
      {others.length > 0 && (
        <p className="notice" data-testid="ticket-news" data-version={news.data?.version}>
          <Others changes={others} />
          <button type="button" className="form-button" data-testid="ticket-news-seen" onClick={() => setSince(Math.max(version, news.data?.version ?? 0))}>
            {t('ticketnews.seen')}
          </button>
        </p>
      )}
    </div>
  );
}
