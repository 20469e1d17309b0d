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
