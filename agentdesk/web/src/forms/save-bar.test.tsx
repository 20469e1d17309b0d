import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { DraftInHand } from '../drafts/use-draft';
import { NO_FAULTS, type Faults } from './faults';
import { SaveBar } from './save-bar';

vi.mock('../drafts/kept-where', () => ({ KeptWhere: () => null }));
vi.mock('../drafts/other-draft', () => ({ OtherDraft: () => null }));
vi.mock('./unsaved', () => ({ Unsaved: () => null }));

const REFUSED: Faults = { ...NO_FAULTS, said: 'Hãy xem từng mục.' };

function form(busy: boolean, faults: Faults, wrong: boolean) {
  return (
    <form>
      <input data-testid="name" aria-invalid={wrong || undefined} />
      <SaveBar testId="save" label="Lưu" busy={busy} dirty hand={{} as DraftInHand} faults={faults} />
    </form>
  );
}

it('brings whoever is refused to the field that is wrong, or back to the button; who writes elsewhere stays there', () => {
  const { rerender } = render(form(false, NO_FAULTS, false));
  const sends = (wrong: boolean, faults = REFUSED) => {
    rerender(form(true, NO_FAULTS, false));
    rerender(form(false, faults, wrong));
  };
  expect(document.activeElement).toBe(document.body);
  sends(false, NO_FAULTS);
  expect(document.activeElement).toBe(document.body);
  sends(true);
  expect(document.activeElement).toBe(screen.getByTestId('name'));
  screen.getByTestId('name').blur();
  sends(false);
  expect(document.activeElement).toBe(screen.getByTestId('save'));
  screen.getByTestId('name').focus();
  sends(false);
  expect(document.activeElement).toBe(screen.getByTestId('name'));
});
