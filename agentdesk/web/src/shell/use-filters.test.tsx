import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { useFilters, useFolded } from './use-filters';

const NONE = { from: '', state: '', cursor: '' };

/** A list's form, and its address: each that was asked for, the last one in force. */
function List() {
  const [asked, ask] = useState([NONE]);
  const filters = { ...(asked.at(-1) ?? NONE) }; // read from the address anew at each drawing
  const { draft, apply, type, leave, form } = useFilters(filters, (next) => ask([...asked, next]));
  const [more, show] = useFolded(filters.state !== '');
  return (
    <>
      <form {...form}>
        <input aria-label="from" value={draft.from} onChange={({ target }) => type({ from: target.value })} onBlur={() => leave('from')} />
        <button type="button" onClick={() => apply({ state: 'ended' })}>
          ended
        </button>
        <button type="button" onClick={() => show(!more)}>
          more
        </button>
        {more && <p>further</p>}
      </form>
      <button onClick={() => ask(asked.slice(0, -1))}>back</button>
      <output>{asked.map((one) => Object.values(one).join('/')).join(' ')}</output>
    </>
  );
}

const from = () => screen.getByLabelText<HTMLInputElement>('from');

describe('the filters of a list', () => {
  it('stay where they are while they change, and with them the focus and what is typed', () => {
    render(<List />);
    const field = from();
    field.focus();
    fireEvent.change(field, { target: { value: '091' } });
    fireEvent.click(screen.getByText('ended'));
    expect(from()).toBe(field);
    expect(document.activeElement).toBe(field);
    expect([field.value, screen.getByRole('status').textContent]).toEqual(['091', '// 091/ended/']);
  });

  it('follow the way back, and ask for nothing twice', () => {
    render(<List />);
    fireEvent.change(from(), { target: { value: '091' } });
    fireEvent.blur(from());
    fireEvent.submit(from());
    expect(screen.getByRole('status').textContent).toBe('// 091//');
    fireEvent.click(screen.getByText('back'));
    expect([from().value, screen.getByRole('status').textContent]).toEqual(['', '//']);
  });

  it('are shown once one of those out of sight is set, until they are folded up', () => {
    render(<List />);
    expect(screen.queryByText('further')).toBeNull();
    fireEvent.click(screen.getByText('ended'));
    expect(screen.queryByText('further')).not.toBeNull();
    fireEvent.click(screen.getByText('more'));
    expect(screen.queryByText('further')).toBeNull();
  });
});
