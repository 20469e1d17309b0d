import { useQuery } from '@tanstack/react-query';
import { ticketNews } from '../api/client';
import { usePersonName } from '../api/queries';
import type { TicketNews } from '../api/types';
import { useSession } from '../auth/session';
import { timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { actorName } from '../shell/actor';

/** Who did what to a ticket, in sentences. */
export function Others({ changes }: { changes: TicketNews['changes'] }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  return changes.map(({ actor, at, kind, label: said }) => (
    <span key={`${at} ${kind}`} className="ticket-news">
      {t('ticketnews.did', { who: actorName(t, actor, nameOf(actor)), what: said ? said : label('event', kind), at: timeOfDay(at, false) })}{' '}
    </span>
  ));
}

/** What others did to a ticket since a version that somebody acted on, who was refused for it. */
export function OthersSince({ code, version }: { code: string; version: number }) {
  const { user } = useSession();
  const news = useQuery({ queryKey: ['ticket-others', code, version], queryFn: ({ signal }) => ticketNews(code, version, signal) });
  const others = (news.data?.changes ?? []).filter(({ actor }) => actor !== user.username);
  if (others.length === 0) return null;
  return (
    <p data-testid="act-others">
      <Others changes={others} />
    </p>
  );
}
