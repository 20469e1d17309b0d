import { describe, expect, it } from 'vitest';
import type { EmergencyAlert } from '../api/types';
import { newsOf, type Told } from './emergency-news';

const alert = (id: number, state: EmergencyAlert['state'], more: Partial<EmergencyAlert> = {}): EmergencyAlert => ({
  id, state, call_id: 'c1', service: '114', service_name: 'Cứu hỏa', operator: 'op01', operator_name: 'An', asked_at: '2026-03-02T08:00:00Z', number: '114',
  answered_at: null, outcome: '', acknowledged_by: '', acknowledged_name: '', acknowledged_at: null, from: '0912345678', live: true, tickets: [], ...more,
});

/** Plays polls one after the other, and says of each what is told: id and state, with ! where it is heard. */
function played(...polls: EmergencyAlert[][]): string[] {
  let told: readonly Told[] = [];
  return polls.map((open) => {
    const news = newsOf(told, open);
    told = news.told;
    return news.changes.map((a) => `${a.id} ${a.state}`).join(', ') + (news.loud ? ' !' : '');
  });
}

describe('what is new about emergencies', () => {
  it('tells each that is open, whichever is the newest', () => {
    const newer = alert(2, 'calling', { call_id: 'c2' });
    expect(played([newer, alert(1, 'calling')], [newer, alert(1, 'answered')], [newer, alert(1, 'answered')], [alert(2, 'unanswered', { call_id: 'c2' }), alert(1, 'answered')])).toEqual([
      '1 calling, 2 calling !', '1 answered', '', '2 unanswered !',
    ]);
  });

  it('takes a row for what the server’s memory told, and the other way round', () => {
    const memory = alert(0, 'calling', { asked_at: '2026-03-02T08:00:00.2Z' });
    expect(played([memory], [alert(1, 'calling')], [], [{ ...memory, state: 'unknown' }], [alert(1, 'answered')])).toEqual(['0 calling !', '', '', '', '1 answered']);
  });

  it('tells, without a sound, that the call of one is over', () => {
    const over = alert(1, 'answered', { live: false });
    expect(played([alert(1, 'answered')], [over], [over], [alert(1, 'unanswered', { live: false })])).toEqual(['1 answered !', '1 answered', '', '1 unanswered !']);
  });

  it('is loud again when the service is asked for again in the same call', () => {
    expect(played([alert(1, 'calling')], [], [alert(2, 'calling', { asked_at: '2026-03-02T08:00:20Z' })], [alert(0, 'calling', { asked_at: '2026-03-02T08:01:00Z' })])).toEqual([
      '1 calling !', '', '2 calling !', '0 calling !',
    ]);
  });
});
