import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { newQueries } from '../api/query-client';
import { colleaguesOf, type Colleague } from '../api/work';
import { ColleagueInput } from './colleague-input';

vi.mock('../api/work', () => ({ colleaguesOf: vi.fn() }));

const one = (username: string, name: string): Colleague => ({ username, name, unit: 'SXD', unit_name: 'Sở Xây dựng' });

beforeEach(() => void vi.mocked(colleaguesOf).mockResolvedValue([one('an1', 'Nguyễn Văn An'), one('an2', 'Nguyễn Văn An'), one('duc', 'Trần Đức')]));

function show() {
  const told = vi.fn();
  function Form() {
    const [value, setValue] = useState('');
    return (
      <ColleagueInput
        id="to"
        data-testid="to"
        aria-invalid={undefined}
        code="26-000001-0"
        value={value}
        onChange={(next) => {
          told(next);
          setValue(next);
        }}
      />
    );
  }
  render(
    <QueryClientProvider client={newQueries(0)}>
      <Form />
    </QueryClientProvider>,
  );
  return { told, input: screen.getByTestId<HTMLInputElement>('to') };
}

it('offers those who can take it, and finds one by name without marks, by keys alone', async () => {
  const { told, input } = show();
  fireEvent.focus(input);
  expect(await screen.findAllByRole('option')).toHaveLength(3);
  fireEvent.change(input, { target: { value: 'duc tran' } });
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Trần Đức duc']);
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(told).toHaveBeenLastCalledWith('SXD/duc');
  expect(input.value).toBe('Trần Đức');
});

it('takes none of two of a name until one is chosen', async () => {
  const { told, input } = show();
  fireEvent.focus(input);
  await screen.findAllByRole('option');
  fireEvent.change(input, { target: { value: 'Nguyễn Văn An' } });
  expect(told).toHaveBeenLastCalledWith('');
  fireEvent.keyDown(input, { key: 'ArrowDown' });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(told).toHaveBeenLastCalledWith('SXD/an2');
});

it('takes who was called by their user name, if it is one alone', async () => {
  vi.mocked(colleaguesOf).mockResolvedValue([one('an1', 'Nguyễn Văn An'), one('duc', 'Trần Đức'), { ...one('duc', 'Trần Đức'), unit: 'SCT', unit_name: 'Sở Công Thương' }]);
  const { told, input } = show();
  fireEvent.focus(input);
  await screen.findAllByRole('option');
  fireEvent.change(input, { target: { value: 'AN1 ' } });
  expect(told).toHaveBeenLastCalledWith('SXD/an1');
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(input.value).toBe('Nguyễn Văn An');
  fireEvent.change(input, { target: { value: 'duc' } });
  expect(told).toHaveBeenLastCalledWith('');
});

it('takes who was named before the list had come', async () => {
  const { told, input } = show();
  fireEvent.change(input, { target: { value: 'Trần Đức' } });
  expect(told).toHaveBeenLastCalledWith('');
  await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith('SXD/duc'));
  expect(input.value).toBe('Trần Đức');
});

it('says that there is nobody else, or that they could not be had', async () => {
  vi.mocked(colleaguesOf).mockRejectedValueOnce(new Error()).mockResolvedValueOnce([]);
  show();
  fireEvent.click((await screen.findByRole('alert')).querySelector('button') as HTMLElement);
  expect(await screen.findByText('Đơn vị đang giữ phiếu chưa có cán bộ nào khác có tài khoản.')).toBeTruthy();
});
