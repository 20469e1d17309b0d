import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Ticket } from '../api/types';
import { Terms, urgencyOf } from './terms';

vi.mock('../api/queries', () => ({ useUnitName: () => (code: string) => code }));

type Shown = Pick<Ticket, 'state' | 'case'>;
const clock = (kind: string, state: string, unit = '', due = '2026-11-18T01:00:00Z') => ({ kind, state, unit, due, lead: true });
const part = (unit: string, state: string) => ({ unit, state, lead: true });
const ticket = (state: string, file: object) => ({ state, case: file }) as unknown as Shown;
const NOW = Date.parse('2026-11-29T01:00:00Z');

beforeEach(() => vi.setSystemTime(NOW));
afterEach(() => vi.useRealTimers());

it('is late while what it was for is still to be done, and past once that is so or another time runs for it', () => {
  const again = ticket('assigned', {
    clocks: [clock('officer', 'expired', 'SXD'), clock('head', 'expired', 'SXD'), clock('urgent', 'expired'), clock('officer', 'running', 'SXD', '2026-11-30T10:00:00Z'), clock('head', 'expired', 'CATP')],
    assignments: [part('SXD', 'withdrawn'), part('SXD', 'sent'), part('CATP', 'accepted')],
    dossiers: [{ kind: 'urgent', sent_at: '2026-11-29T00:00:00Z' }],
  });
  expect((again.case?.clocks ?? []).map((one) => urgencyOf(one, again, NOW))).toEqual(['past', 'past', 'past', 'ahead', 'late']);
  render(<Terms ticket={again} />);
  // What is waited for stands first, with its own words.
  expect(screen.getAllByRole('listitem').map((row) => [row.dataset['urgency'], /quá hạn/.test(row.textContent)])).toEqual([['ahead', false], ['late', true], ['past', true], ['past', true], ['past', true]]);
});

it('tells of a ticket that closed by itself that nobody was late with that', () => {
  render(<Terms ticket={ticket('closed', { clocks: [clock('officer', 'expired', 'SXD'), clock('quiet', 'expired')], assignments: [part('SXD', 'done')] })} />);
  expect(screen.getAllByRole('listitem').map((row) => row.dataset['urgency'])).toEqual(['past']);
  expect(screen.queryByTestId('term-quiet')).toBeNull();
});

it.each([
  ['received', 'ask_back', 'late'],
  ['assigned', 'ask_back', 'past'],
  ['resolved', 'tell', 'late'],
  ['published', 'tell', 'past'],
])('of what is %s: %s, which ran out, is %s', (state, kind, how) => {
  const one = ticket(state, { clocks: [clock(kind, 'expired')] });
  expect(urgencyOf(clock(kind, 'expired') as never, one, NOW)).toBe(how);
});
