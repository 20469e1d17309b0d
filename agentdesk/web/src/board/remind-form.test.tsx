import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Chosen } from './remind';
import { RemindForm } from './remind-form';

vi.mock('../api/work', () => ({ doAct: (_: string, __: string, version: number) => Promise.resolve({ version: version + 1 }) }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'vanphong', role: 'office' } }) }));

const ONE: Chosen = { ticket: '26-000020-3', version: 3, unit: 'SXD', unit_name: 'Sở Xây dựng' };

beforeEach(() => localStorage.clear());

function Board({ opened }: { opened: boolean }) {
  const [chosen, setChosen] = useState<readonly Chosen[]>([ONE]);
  return <RemindForm chosen={chosen} opened={opened} onSent={() => setChosen([])} onClose={() => undefined} />;
}

const shown = (opened: boolean) => render(<QueryClientProvider client={new QueryClient()}><Board opened={opened} /></QueryClientProvider>);

it('is where whoever opened it writes, and says what was done without counting none', async () => {
  shown(true);
  const words = screen.getByLabelText('Lời đôn đốc, gửi tới 1 đơn vị');
  expect(document.activeElement).toBe(words);
  fireEvent.change(words, { target: { value: 'Trả lời trong ngày' } });
  fireEvent.click(screen.getByTestId('remind-send'));
  expect(await screen.findByText('Đã gửi 1 lời đôn đốc.')).toBeTruthy();
  expect(screen.getByLabelText('Lời đôn đốc (chưa chọn phiếu nào)')).toBe(words);
});

it('takes nobody from where they are when a reload brought it back', () => {
  shown(false);
  expect(document.activeElement).toBe(document.body);
});
