import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { likelyTickets, type LikelyQuery, type LikelyTicket } from '../api/likely';
import { useSettled } from '../knowledge/use-search';
import type { Draft } from '../tickets/draft';

/** So long after the last key, in ms, what is written is looked for. */
const REST = 400;

/** From so many characters a text says something. */
const TELLS = 6;

/** What is asked of what is written; null: it says nothing yet that another ticket could be like. */
export function queryOf({ content, address, field, pin, sender }: Draft, from: string): LikelyQuery | null {
  const said = content.trim();
  const place = address.trim();
  if (said.length < TELLS && place.length < TELLS && !pin) return null;
  const number = sender.noPhone ? '' : sender.phone.trim();
  return {
    // By characters: half of one cannot be sent.
    ...(said ? { content: Array.from(said).slice(0, 1000).join('') } : {}),
    ...(place ? { address: place } : {}),
    ...(field ? { field } : {}),
    ...(pin ? { lat: pin.lat, lon: pin.lon } : {}),
    ...(number || from ? { from: (number || from).slice(0, 40) } : {}),
  };
}

/** Tickets like the draft, looked for when the typing rests; those found last stay until others are. */
export function useLikely(draft: Draft, from: string): { found: readonly LikelyTicket[]; asked: boolean; failed: boolean } {
  const rested = useSettled(JSON.stringify(queryOf(draft, from)), REST);
  const query = JSON.parse(rested) as LikelyQuery | null;
  const { data, isError } = useQuery({
    queryKey: ['likely', query],
    queryFn: ({ signal }) => likelyTickets(query ?? {}, signal),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  });
  return { found: query ? (data ?? []) : [], asked: query !== null, failed: query !== null && isError };
}
