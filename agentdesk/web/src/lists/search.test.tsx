import { render, screen } from '@testing-library/react';
import { BrowserRouter } from 'react-router';
import { beforeEach, expect, it } from 'vitest';
import { Search, useSought } from './search';

function Page() {
  const sought = useSought(['name']);
  return <Search testId="words" label="words" of={sought} />;
}

/** As a browser types: the field has the new words, and the caret stands behind the letter, before anybody hears of it. */
function typed(field: HTMLInputElement, text: string, caret: number) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
  field.setSelectionRange(caret, caret);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

beforeEach(() => history.replaceState(null, '', '/?q=den'));

it('keeps the words as they are typed, and the caret, though the address follows later', async () => {
  render(
    <BrowserRouter>
      <Page />
    </BrowserRouter>,
  );
  const field = screen.getByTestId<HTMLInputElement>('words');
  typed(field, 'dien', 2);
  expect(field.value).toBe('dien');
  typed(field, 'diren', 3);
  expect([field.value, field.selectionStart]).toEqual(['diren', 3]);
  await expect.poll(() => location.search).toBe('?q=diren');
  expect([field.value, field.selectionStart]).toEqual(['diren', 3]);
});
