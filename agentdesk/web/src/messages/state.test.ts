import { describe, expect, it } from 'vitest';
import type { Message, Told } from '../api/types';
import { canRetry, reachedAt, stateKey } from './state';

const message = (part: Partial<Message>) =>
  ({ state: 'queued', quiet: false, next_at: 'n', sent_at: 's', failed_at: 'f', reported_at: 'r', withdrawn_at: null, retry: null, ...part }) as Message;

describe('what became of a message', () => {
  it('tells one that waits for the morning from one that is about to be sent', () => {
    expect([stateKey(message({})), stateKey(message({ quiet: true })), stateKey(message({ state: 'delivered' }))]).toEqual(['queued', 'night', 'delivered']);
  });

  it('gives each state its own time', () => {
    const states = ['queued', 'sent', 'failed', 'delivered', 'undelivered', 'withdrawn'] as const;
    expect(states.map((state) => reachedAt(message({ state, withdrawn_at: 'w' })))).toEqual(['n', 's', 'f', 'r', 'r', 'w']);
  });

  it('lets one be sent again that did not arrive, once', () => {
    const states = ['queued', 'sent', 'delivered', 'undelivered', 'failed', 'withdrawn'] as const;
    expect(states.map((state) => canRetry(message({ state })))).toEqual([false, false, false, true, true, false]);
    expect(canRetry(message({ state: 'failed', retry: 'x' }))).toBe(false);
    expect(canRetry(message({ state: 'failed', withdrawn_at: 'w' }))).toBe(false);
    const told = (retried: boolean) => ({ state: 'undelivered', retried }) as Told;
    expect([canRetry(told(false)), canRetry(told(true))]).toEqual([true, false]);
  });
});
