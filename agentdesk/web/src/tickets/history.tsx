import { useInfiniteQuery } from '@tanstack/react-query';
import { getHistory } from '../api/client';
import { usePersonName, useUnitName } from '../api/queries';
import type { Ticket, TicketEvent } from '../api/types';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { actorName } from '../shell/actor';
import { PlainButton } from '../shell/button';
import { ErrorState } from '../shell/states';
import { changesOf, EventChanges } from './event-changes';
import { asideOf, wordsOf } from './event-words';

/** What happened to a ticket: the last of it, and what was before when somebody asks for it. */
export function History({ ticket }: { ticket: Ticket }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const unit = useUnitName();
  const whoAndWhy = (event: TicketEvent) => [actorName(t, event.actor, nameOf(event.actor)), ...asideOf(event, label, unit)].filter(Boolean).join(' · ');
  const begin = ticket.history_earlier ?? '';
  const earlier = useInfiniteQuery({
    queryKey: ['ticket-history', ticket.code, begin],
    queryFn: ({ pageParam }) => getHistory(ticket.code, pageParam),
    initialPageParam: begin,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: false, // until somebody asks
  });
  const before = (earlier.data?.pages ?? []).flatMap(({ items }) => items).reverse();
  const more = earlier.data ? earlier.hasNextPage : begin !== '';
  return (
    <section className="panel">
      <h2>{t('tickets.history')}</h2>
      {earlier.isError && <ErrorState error={earlier.error} onRetry={() => void earlier.fetchNextPage()} />}
      {more && (
        <PlainButton data-testid="history-earlier" busy={earlier.isFetching} onClick={() => void earlier.fetchNextPage()}>
          {t('tickets.earlier')}
        </PlainButton>
      )}
      <ol className="plain timeline">
        {[...before, ...(ticket.history ?? [])].map((event, index) => (
          <li key={index}>
            <span className="clock">{dateTime(event.at)}</span>
            <span>
              <b>{event.label ? event.label.charAt(0).toLocaleUpperCase() + event.label.slice(1) : label('event', event.kind)}</b> <span className="soft">{whoAndWhy(event)}</span>
              {wordsOf(event).map((words) => (
                <p key={words} className="running">
                  {words}
                </p>
              ))}
              {changesOf(event).length > 0 && <EventChanges event={event} />}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
