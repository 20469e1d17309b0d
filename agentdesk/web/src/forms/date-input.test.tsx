import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { DateInput, DateTimeInput } from './date-input';

function Held({ of: Of, begin, on }: { of: typeof DateInput; begin: string; on: (value: string) => void }) {
  const [value, setValue] = useState(begin);
  return (
    <Of
      data-testid="day"
      kept
      value={value}
      onChange={(next) => {
        on(next);
        setValue(next);
      }}
    />
  );
}

const type = (id: string, value: string) => fireEvent.change(screen.getByTestId(id), { target: { value } });

describe('a day that is typed', () => {
  it('is shown and read day first; what is none is said at once and given on, for the server to refuse', () => {
    const on = vi.fn();
    render(<Held of={DateInput} begin="2026-12-01" on={on} />);
    expect(screen.getByTestId('day')).toHaveProperty('value', '01/12/2026');
    type('day', '31/2/2027');
    expect(on).toHaveBeenLastCalledWith('31/2/2027');
    expect(screen.getByText('Viết ngày như 01/12/2026')).toBeTruthy();
    type('day', '1/3/2027');
    expect(on).toHaveBeenLastCalledWith('2027-03-01');
    expect(screen.getByTestId('day')).toHaveProperty('value', '1/3/2027');
    fireEvent.blur(screen.getByTestId('day'));
    expect(screen.getByTestId('day')).toHaveProperty('value', '01/03/2027');
    type('day', '');
    expect(on).toHaveBeenLastCalledWith('');
  });

  it('stays empty while another is typed where none counts as the day that was', () => {
    const on = vi.fn();
    render(<DateInput kept data-testid="day" value="2036-01-01" onChange={on} />);
    type('day', '');
    expect(screen.getByTestId('day')).toHaveProperty('value', '');
    fireEvent.blur(screen.getByTestId('day'));
    expect(screen.getByTestId('day')).toHaveProperty('value', '01/01/2036');
  });

  it('has a time beside it', () => {
    const on = vi.fn();
    render(<Held of={DateTimeInput} begin="" on={on} />);
    type('day', '27/11/2026');
    type('day-time', '17h');
    expect(on).toHaveBeenLastCalledWith('2026-11-27T17:00');
    type('day', '');
    type('day-time', '');
    expect(on).toHaveBeenLastCalledWith('');
  });
});
