import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { UnitInput, UnitsInput } from './unit-input';

vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [{ code: 'SXD', name: 'Sở Xây dựng', phone: '' }, { code: 'TN', name: 'Công ty TNHH MTV Thoát nước Hải Phòng', phone: '' }] }) }));

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

  it('is found without marks by any of its words, and chosen by Enter, which sends nothing', () => {
    const told = vi.fn();
    const sent = vi.fn();
    render(
      <form onSubmit={sent}>
        <Form kept={false} told={told} />
      </form>,
    );
    const input = screen.getByTestId<HTMLInputElement>('unit');
    fireEvent.change(input, { target: { value: 'thoat nuoc' } });
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Công ty TNHH MTV Thoát nước Hải Phòng TN']);
    expect(fireEvent.keyDown(input, { key: 'Enter' })).toBe(false);
    expect(told).toHaveBeenLastCalledWith('TN');
    expect(input.value).toBe('Công ty TNHH MTV Thoát nước Hải Phòng');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(sent).not.toHaveBeenCalled();
  });

  it.each(['so xay dung', 'Sở Xây dựg'])('as %j to its end sends nothing by Enter either, until the next', (said) => {
    render(<Form kept={false} told={vi.fn()} />);
    const input = screen.getByTestId<HTMLInputElement>('unit');
    fireEvent.change(input, { target: { value: said } });
    expect(fireEvent.keyDown(input, { key: 'Enter' })).toBe(false);
    expect(input.value).toBe(said === 'so xay dung' ? 'Sở Xây dựng' : said);
    expect(fireEvent.keyDown(input, { key: 'Enter' })).toBe(said === 'so xay dung');
  });

  it('is proposed by what the matter is, before anything is typed', () => {
    const told = vi.fn();
    render(<UnitInput id="unit" data-testid="unit" aria-invalid={undefined} value="" onChange={told} about={{ field: '', content: 'Nắp cống vỡ', address: '' }} />);
    fireEvent.focus(screen.getByTestId('unit'));
    fireEvent.click(screen.getByRole('option', { name: /Thoát nước/ }));
    expect(told).toHaveBeenLastCalledWith('TN');
  });
});

it('of several is chosen after the other by keys alone: the focus stays in the field', () => {
  function Several() {
    const [value, setValue] = useState('');
    return <UnitsInput id="units" data-testid="units" aria-invalid={undefined} value={value} onChange={setValue} />;
  }
  render(<Several />);
  const field = () => screen.getByTestId<HTMLInputElement>('units');
  field().focus();
  fireEvent.change(field(), { target: { value: 'thoat nuoc' } });
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect([document.activeElement, field().value]).toEqual([field(), '']);
  fireEvent.change(field(), { target: { value: 'sxd' } });
  expect([document.activeElement, field().value]).toEqual([field(), '']);
  const drop = screen.getByRole('button', { name: 'Bỏ Sở Xây dựng' });
  drop.focus();
  fireEvent.click(drop);
  expect(document.activeElement).toBe(field());
  expect(screen.getAllByRole('button')).toHaveLength(1);
});
