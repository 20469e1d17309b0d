import { describe, expect, it } from 'vitest';
import type { Policy } from '../api/rules';
import { amountOf, draftOf, toTerms } from './policy-draft';

const policy: Policy = {
  version: 'QĐ 587/2024', from: '2024-03-01', note: 'x', author: 'quantri', at: '2024-02-01T00:00:00Z', holds: true,
  rules: [{ clock: 'officer', minutes: 480, warn_minutes: 60, clause: 'Điều 9' }, { clock: 'tell', minutes: 45, clause: 'Điều 10' }, { clock: 'quiet', days: 3, clause: 'Điều 11' }],
  readings: [{ question: 'promise', answer: 'defers', clause: 'Điều 9.3' }],
};

describe('terms that are written', () => {
  it('are in the largest measure that says them whole', () => {
    expect(amountOf({ minutes: 480 })).toEqual({ amount: '8', measure: 'hours' });
    expect(amountOf({ minutes: 45 })).toEqual({ amount: '45', measure: 'minutes' });
    expect(amountOf({ days: 3 })).toEqual({ amount: '3', measure: 'days' });
  });

  it('begin with a policy, without its name and day, and are sent as it was', () => {
    const draft = draftOf(policy);
    expect(draft).toMatchObject({ version: '', from: '', note: '' });
    expect(toTerms(draft).rules).toEqual([
      { clock: 'officer', minutes: 480, warn_minutes: 60, clause: 'Điều 9' },
      { clock: 'tell', minutes: 45, warn_minutes: 0, clause: 'Điều 10' },
      { clock: 'quiet', days: 3, warn_minutes: 0, clause: 'Điều 11' },
    ]);
    expect(toTerms(draft).readings).toEqual(policy.readings);
  });

  it('send what is no number as none, for the server to refuse', () => {
    const draft = draftOf(policy);
    const [first] = draft.rules;
    expect(toTerms({ ...draft, rules: first ? [{ ...first, amount: '8 giờ' }] : [] }).rules[0]?.minutes).toBe(0);
  });
});
