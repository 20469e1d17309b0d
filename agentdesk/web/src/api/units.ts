// Requests about the directory: units of any day, who holds their posts, whose a matter is.

import { all, answer, client } from './client';
import type { components, operations } from './schema';

type Schemas = components['schemas'];
export type UnitDetail = Schemas['UnitDetail'];
export type UnitFacts = Schemas['CreateUnitRequest'];
export type Officer = Schemas['OfficerDetail'];
export type OfficerFacts = Omit<Schemas['CreateOfficerRequest'], 'unit' | 'post'>;
export type Post = Officer['post'];
export type Holdings = Schemas['Holdings'];
export type Duty = Schemas['Duty'];
export type DutyFacts = Schemas['DutyFacts'];
export type Gap = Schemas['UnitGap'];
export type Suggestion = Schemas['Suggestion'];
export type TreeUnit = Schemas['TreeUnit'];

export function getUnit(code: string, signal?: AbortSignal): Promise<UnitDetail> {
  return answer(client.GET('/api/v1/directory/units/{code}', { params: { path: { code } }, signal }));
}

export function createUnit(unit: UnitFacts): Promise<UnitDetail> {
  return answer(client.POST('/api/v1/directory/units', { body: unit }));
}

/** version: the one that its author saw, here and below. */
export function changeUnit({ code, ...facts }: UnitFacts, version: number): Promise<UnitDetail> {
  return answer(client.PUT('/api/v1/directory/units/{code}', { params: { path: { code } }, body: { ...facts, version } }));
}

/** The unit is no more from a day on; heirs: who takes over, several each a part. */
export function closeUnit(code: string, closing: { until: string; decision: string; heirs: string[] }, version: number): Promise<UnitDetail> {
  return answer(client.POST('/api/v1/directory/units/{code}/close', { params: { path: { code } }, body: { ...closing, version } }));
}

export function getHoldings(code: string, signal?: AbortSignal): Promise<Holdings> {
  return answer(client.GET('/api/v1/directory/units/{code}/holdings', { params: { path: { code } }, signal }));
}

export function createOfficer(unit: string, post: Post, facts: OfficerFacts): Promise<UnitDetail> {
  return answer(client.POST('/api/v1/directory/officers', { body: { ...facts, unit, post } }));
}

export function changeOfficer(id: number, facts: OfficerFacts, version: number): Promise<UnitDetail> {
  return answer(client.PUT('/api/v1/directory/officers/{id}', { params: { path: { id } }, body: { ...facts, version } }));
}

/** order: all who hold the post today or later, first who is called first. */
export function orderOfficers(code: string, post: Post, order: readonly Officer[]): Promise<UnitDetail> {
  const body = { post, order: order.map(({ id, version }) => ({ id, version })) };
  return answer(client.PUT('/api/v1/directory/units/{code}/on-call', { params: { path: { code } }, body }));
}

type DutiesQuery = NonNullable<operations['duties']['parameters']['query']>;

/** Without an order: who is asked first, first. */
export function allDuties(query: DutiesQuery, signal?: AbortSignal): Promise<Duty[]> {
  return all(() => answer(client.GET('/api/v1/directory/duties', { params: { query }, signal })));
}

export function createDuty(facts: DutyFacts): Promise<Duty> {
  return answer(client.POST('/api/v1/directory/duties', { body: facts }));
}

export function changeDuty(id: number, facts: DutyFacts, version: number): Promise<Duty> {
  return answer(client.PUT('/api/v1/directory/duties/{id}', { params: { path: { id } }, body: { ...facts, version } }));
}

/** Whose a matter may be, the likeliest first. */
export async function suggestUnits(matter: { field: string; group: number; address: string }, signal?: AbortSignal): Promise<Suggestion[]> {
  return (await answer(client.GET('/api/v1/directory/suggestions', { params: { query: matter }, signal }))).items;
}

/** Units for which somebody is missing. */
type GapsQuery = NonNullable<operations['directoryGaps']['parameters']['query']>;

/** Without an order: those first of whom most waits. */
export async function directoryGaps(query: GapsQuery, signal?: AbortSignal): Promise<Gap[]> {
  return (await answer(client.GET('/api/v1/directory/gaps', { params: { query }, signal }))).items;
}

/** The units of a day that may be past. */
export async function unitsOn(day: string, kind: TreeUnit['kind'], signal?: AbortSignal): Promise<TreeUnit[]> {
  return (await answer(client.GET('/api/v1/directory/units', { params: { query: { day, kind } }, signal }))).items;
}
