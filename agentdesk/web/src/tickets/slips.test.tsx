import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Ticket } from '../api/types';
import { Slips } from './slips';

it.each([
  ['received', true],
  ['in_progress', true],
  ['contested', true],
  ['declined', false],
  ['answered', false],
  ['published', false],
  ['closed', false],
])('a slip of a ticket that is %s is offered: %s', (state, offered) => {
  render(<Slips ticket={{ state, slips: [] } as unknown as Ticket} draft={<button>slip</button>} />);
  expect(screen.queryByText('slip') !== null).toBe(offered);
});

it.each([
  [null, true],
  ['2026-11-29T06:45:00Z', false],
])('a slip that was sent at %s is called a draft: %s', (sent_at, draft) => {
  const slip = { id: 1, unit_name: 'Sở Xây dựng', drafted_name: 'Mai', drafted_at: '2026-11-29T06:40:00Z', sent_at, number: sent_at ? '59/2026' : '', tried: [], recordings: [], earlier: [] };
  render(<Slips ticket={{ state: 'assigned', slips: [slip] } as unknown as Ticket} />);
  expect(screen.getByTestId('slip-1').textContent.includes('nháp')).toBe(draft);
});
