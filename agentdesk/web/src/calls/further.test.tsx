import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { CallsFilter } from './calls-filter';
import { readFilters, type Filters } from './filters';

vi.mock('../api/queries', () => ({ useOperators: () => ({}), useUnits: () => ({}), useFields: () => ({}) }));
vi.mock('./days', () => ({ default: () => null }));

function open(address: string) {
  const changed = vi.fn<(filters: Filters) => void>();
  render(<CallsFilter filters={readFilters(new URLSearchParams(address))} canChooseOperator={false} canFlag={false} hasWords={false} onChange={changed} />);
  return changed;
}

it('takes an hour as it is typed, of the days that are chosen', async () => {
  const changed = open('since=2026-11-27&until=2026-11-28&min=1');
  const after = await screen.findByTestId('filter-after');
  fireEvent.change(after, { target: { value: '14h10' } });
  fireEvent.blur(after);
  expect(changed).toHaveBeenLastCalledWith(expect.objectContaining({ since: '2026-11-27', until: '2026-11-28', after: '14:10' }));
});

it('takes an hour to be of today where no day is chosen, and what is none for none', async () => {
  vi.setSystemTime('2026-11-30T03:00:00Z');
  const changed = open('min=1');
  const before = await screen.findByTestId('filter-before');
  fireEvent.change(before, { target: { value: '25' } });
  fireEvent.blur(before);
  expect(changed).not.toHaveBeenCalled();
  fireEvent.change(before, { target: { value: '930' } });
  fireEvent.keyDown(before, { key: 'Enter' });
  expect(changed).toHaveBeenLastCalledWith(expect.objectContaining({ since: '', until: '2026-11-30', before: '09:30' }));
  vi.useRealTimers();
});
