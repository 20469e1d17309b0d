import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Direction, weCall } from './direction';

describe('who called whom', () => {
  it.each([
    [{ placed: false, call_back: false }, null, false],
    [{ placed: true, call_back: false }, 'Gọi đi', true],
    [{ placed: false, call_back: true }, 'Gọi lại', true],
  ] as const)('%o is marked %s', (call, mark, ours) => {
    render(<Direction call={call} />);
    expect([screen.queryByTestId('call-direction')?.textContent ?? null, weCall(call)]).toEqual([mark, ours]);
  });
});
