import { act, createEvent, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SPARE, SpareDigits, type Spare } from './spare-digits';

const over = vi.fn<() => void>();
const page = (spare: Spare | null) => (
  <>
    <SpareDigits spare={spare} onOver={over} />
    <input data-testid="field" />
  </>
);
const called: Spare = { says: null, service: '111 Bảo vệ trẻ em' };

/** Which of the keys reach the field that has the focus. */
function type(...keys: string[]): string {
  const field = screen.getByTestId('field');
  return keys
    .filter((key) => {
      const event = createEvent.keyDown(field, { key });
      fireEvent(field, event);
      return !event.defaultPrevented;
    })
    .join('');
}
const wait = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};
const said = () => screen.getByTestId('spare-digits').textContent;

describe('digits after F8', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    over.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  it('of a number typed too slowly, 1 and then 13: not in the text, and said', () => {
    render(page(called));
    expect([type('1'), said()]).toEqual(['', 'Đang gọi 111 Bảo vệ trẻ em. Số gõ thêm (1) không gọi đi đâu và không vào phiếu. Gọi nơi khác: F8.']);
    wait(SPARE - 1); // slowly
    expect([type('3'), said().includes('(13)')]).toEqual(['', true]);
  });

  it('without a call: said at once, before any', () => {
    render(page({ says: 'emergency.noCall' }));
    expect([said().startsWith('F8: không có cuộc gọi nào'), type('1', '1', '3')]).toEqual([true, '']);
  });

  it('are text again after a moment, a letter, or a click', () => {
    const { rerender } = render(page(called));
    wait(SPARE);
    expect(type('1')).toBe('1');
    rerender(page({ ...called }));
    expect(type('1', 'a', '2')).toBe('a2');
    rerender(page({ ...called }));
    fireEvent.pointerDown(screen.getByTestId('field'));
    expect(type('2')).toBe('2');
  });

  it('are text where nothing was called', () => {
    render(page(null));
    expect(type('1', '1', '3')).toBe('113');
  });

  it('what is said goes by itself', () => {
    render(page({ says: 'emergency.noCall' }));
    wait(20_000);
    expect(over).toHaveBeenCalledOnce();
  });
});
