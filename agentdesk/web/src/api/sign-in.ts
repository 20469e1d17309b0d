// The steps of signing in.

import { answer, client } from './client';
import type { RecoveryCodes, SecondFactor, SignedIn } from './types';

/** The first step; what it answers says whether a second is to follow. */
export function signIn(username: string, password: string): Promise<SignedIn> {
  return answer(client.POST('/api/v1/sessions', { body: { username, password } }));
}

/** The second step: a code of the authenticator application, or a recovery code. */
export function signInByCode(code: string): Promise<SignedIn> {
  return answer(client.POST('/api/v1/sessions/code', { body: { code } }));
}

/** Begins to set a second factor up; what it answers is shown once. */
export function enrol(): Promise<SecondFactor> {
  return answer(client.POST('/api/v1/account/second-factor', { body: {} }));
}

export function confirmFactor(code: string): Promise<RecoveryCodes> {
  return answer(client.POST('/api/v1/account/second-factor/confirm', { body: { code } }));
}

export async function signOnOffered(signal?: AbortSignal): Promise<boolean> {
  return (await answer(client.GET('/api/v1/sign-in-ways', { signal }))).single_sign_on;
}

/** Where the city's single sign-on begins. */
export const SIGN_ON_ADDRESS = '/api/v1/single-sign-on';
