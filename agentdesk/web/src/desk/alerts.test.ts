import { describe, expect, it } from 'vitest';
import { news } from './alerts';

describe('what is said of a change', () => {
  const facts = { now: 'ready', muted: false, link: 'open', callId: '', callBack: false } as const;

  it('tells a citizen to be called back from a caller', () => {
    expect(news(facts, { ...facts, now: 'offered', callId: 'c1' }, '')).toBe('say.offered');
    expect(news(facts, { ...facts, now: 'offered', callId: 'c1', callBack: true }, '')).toBe('say.callBack');
  });
});
