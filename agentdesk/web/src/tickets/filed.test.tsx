import { fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import { Filed } from './filed';

it('has its code chosen, and says so, where the browser copies nothing', async () => {
  render(
    <MemoryRouter>
      <Filed code="26-000001-8" noted={false} since="" there onAnother={() => undefined} />
    </MemoryRouter>,
  );
  fireEvent.click(screen.getByTestId('ticket-copy'));
  await screen.findByText(/Ctrl\+C/);
  expect(getSelection()?.toString()).toBe('26-000001-8');
});
