import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { KeyHelp, useKeyHelp } from './key-help';

function Page() {
  const [open, show] = useKeyHelp();
  return (
    <>
      <textarea aria-label="content" />
      {open && <KeyHelp leads={false} onClose={() => show(false)} />}
    </>
  );
}

it('shows the keys by a question mark where nobody types, by Alt+H everywhere', () => {
  render(<Page />);
  const text = screen.getByRole('textbox');
  text.focus();
  fireEvent.keyDown(text, { key: '?', shiftKey: true });
  expect(screen.queryByTestId('key-help')).toBeNull();
  fireEvent.keyDown(text, { code: 'KeyH', altKey: true });
  expect(screen.getByTestId('key-help').textContent).toContain('Alt+T');
  fireEvent.keyDown(screen.getByTestId('key-help'), { key: 'Escape' });
  expect(screen.queryByTestId('key-help')).toBeNull();
  fireEvent.keyDown(document.body, { key: '?' });
  expect(screen.getByTestId('key-help')).toBeTruthy();
});
