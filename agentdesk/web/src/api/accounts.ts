// Requests about accounts: one's own, others', and those of programs.

import { all, answer, client } from './client';
import type { components, operations } from './schema';
import type { RecoveryCodes, Role, SecondFactor } from './types';

type Schemas = components['schemas'];
export type Account = Schemas['Account'];
export type Activation = Schemas['Activation'];
export type OpenSession = Schemas['OpenSession'];
export type Token = Schemas['Token'];
export type NewToken = Schemas['NewToken'];
export type NewAccount = Schemas['NewAccountBody'];
export type AccountEdit = Schemas['AccountEditBody'];

export const ROLES: readonly Role[] = ['operator', 'leader', 'officer', 'head', 'office', 'auditor', 'admin'];

/** Chooses an account's password, by what the administrator has handed over. */
export async function activate(activation: string, password: string): Promise<void> {
  await answer(client.POST('/api/v1/activations', { body: { activation, password } }));
}

export function ownAccount(signal?: AbortSignal): Promise<Account> {
  return answer(client.GET('/api/v1/account', { signal }));
}

export type SessionsQuery = NonNullable<operations['ownSessions']['parameters']['query']>;

export async function ownSessions(query: SessionsQuery, signal?: AbortSignal): Promise<OpenSession[]> {
  return (await answer(client.GET('/api/v1/account/sessions', { params: { query }, signal }))).items;
}

export async function endOwnSession(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } }));
}

/** All sessions end, this one too. */
export async function changePassword(old: string, next: string): Promise<void> {
  await answer(client.PUT('/api/v1/account/password', { body: { old, new: next } }));
}

/** code: of the second factor that there is; empty where there is none. */
export function replaceFactor(code: string): Promise<SecondFactor> {
  return answer(client.POST('/api/v1/account/second-factor', { body: code === '' ? {} : { code } }));
}

export function newRecoveryCodes(code: string): Promise<RecoveryCodes> {
  return answer(client.POST('/api/v1/account/recovery-codes', { body: { code } }));
}

type AccountsQuery = NonNullable<operations['accounts']['parameters']['query']>;

/** In an order; '': by user name. */
export function allAccounts(sort: NonNullable<AccountsQuery['sort']> | '' = '', signal?: AbortSignal): Promise<Account[]> {
  return all(() => answer(client.GET('/api/v1/accounts', { params: { query: sort ? { sort } : {} }, signal })));
}

export function createAccount(account: NewAccount): Promise<Activation> {
  return answer(client.POST('/api/v1/accounts', { body: account }));
}

/** Only what is to change: another's change of the rest stays. */
export function editAccount(username: string, edit: AccountEdit): Promise<Account> {
  return answer(client.PATCH('/api/v1/accounts/{username}', { params: { path: { username } }, body: edit }));
}

/** Its owner chooses another password; the present one and all sessions end. */
export function reactivate(username: string): Promise<Activation> {
  return answer(client.POST('/api/v1/accounts/{username}/activation', { params: { path: { username } } }));
}

export async function unlock(username: string): Promise<void> {
  await answer(client.POST('/api/v1/accounts/{username}/unlock', { params: { path: { username } } }));
}

export async function resetFactor(username: string): Promise<void> {
  await answer(client.DELETE('/api/v1/accounts/{username}/second-factor', { params: { path: { username } } }));
}

export async function sessionsOf(username: string, query: SessionsQuery, signal?: AbortSignal): Promise<OpenSession[]> {
  return (await answer(client.GET('/api/v1/accounts/{username}/sessions', { params: { path: { username }, query }, signal }))).items;
}

export async function endSession(username: string, id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/accounts/{username}/sessions/{id}', { params: { path: { username, id } } }));
}

export async function endSessions(username: string): Promise<void> {
  await answer(client.DELETE('/api/v1/accounts/{username}/sessions', { params: { path: { username } } }));
}

type TokensQuery = NonNullable<operations['tokens']['parameters']['query']>;

/** Without an order: the newest first. */
export async function allTokens(query: TokensQuery, signal?: AbortSignal): Promise<Token[]> {
  return (await answer(client.GET('/api/v1/tokens', { params: { query }, signal }))).items;
}

export function createToken(name: string, role: Role, days: number): Promise<NewToken> {
  return answer(client.POST('/api/v1/tokens', { body: { name, role, expires_in_days: days } }));
}

export async function revokeToken(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }));
}
