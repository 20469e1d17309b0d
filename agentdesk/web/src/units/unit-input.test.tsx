import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { UnitInput } from './unit-input';

vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [{ code: 'SXD', name: 'Sở Xây dựng' }] }) }));

function Form({ kept, told }: { kept: boolean; told: (code: string) => void }) {
  const [value, setValue] = useState('SXD');
  return (
    <UnitInput
      id="unit"
      data-testid="unit"
      aria-invalid={undefined}
      kept={kept}
      value={value}
      onChange={(code) => {
        setValue(code);
        told(code);
      }}
    />
  );
}

describe('a unit that is typed', () => {
  it.each([
    ['so xay dung', false, 'SXD'],
    ['sxd', true, 'SXD'],
    ['Sở Xây dựg', false, ''],
    ['Sở Xây dựg', true, 'Sở Xây dựg'],
    ['', true, ''],
  ])('as %j (kept: %s) is %j', (said, kept, code) => {
    const told = vi.fn();
    render(<Form kept={kept} told={told} />);
    const input = screen.getByTestId<HTMLInputElement>('unit');
    expect(input.value).toBe('Sở Xây dựng');
    fireEvent.change(input, { target: { value: said } });
    expect(told).toHaveBeenLastCalledWith(code);
    fireEvent.blur(input);
    expect(input.value).toBe(code === 'SXD' ? 'Sở Xây dựng' : said);
  });
});
