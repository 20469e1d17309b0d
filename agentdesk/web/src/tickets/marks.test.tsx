import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Marks } from './marks';

it('says danger first, then what cannot wait, then whom it is closed to', () => {
  const { container, rerender } = render(<Marks of={{ emergency: true, urgent: true, confidential: true }} />);
  expect(container.textContent).toMatch(/^Khẩn cấp\S* \S.* \S/);
  expect(screen.getByTestId('ticket-emergency').classList.contains('tag-urgent')).toBe(true);
  rerender(<Marks of={{ emergency: false, urgent: false, confidential: false }} />);
  expect(container.textContent.trim()).toBe('');
});
