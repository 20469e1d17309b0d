// Tickets that are probably of the same matter as what is being written.

import { answer, client } from './client';
import type { components, operations } from './schema';

export type LikelyTicket = components['schemas']['LikelyTicket'];
export type LikelyQuery = NonNullable<operations['likelyTickets']['parameters']['query']>;

export async function likelyTickets(query: LikelyQuery, signal?: AbortSignal): Promise<LikelyTicket[]> {
  return (await answer(client.GET('/api/v1/tickets/likely', { params: { query }, signal }))).items;
}
