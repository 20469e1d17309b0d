import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Chosen } from './remind';
import { RemindForm } from './remind-form';

const server = vi.hoisted(() => ({ held: null as Promise<void> | null }));
vi.mock('../api/work', () => ({
  doAct: async (ticket: string, _: string, version: number) => {
    if (ticket === '26-000021-1') await server.held;
    return { version: version + 1 };
  },
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'vanphong', role: 'office' } }) }));

const ONE: Chosen = { ticket: '26-000020-3', version: 3, unit: 'SXD', unit_name: 'Sở Xây dựng' };

beforeEach(() => localStorage.clear());

function Board({ opened, all = [ONE] }: { opened: boolean; all?: readonly Chosen[] }) {
  const [chosen, setChosen] = useState(all);
  const [sending, setSending] = useState(false);
  return <RemindForm chosen={chosen} opened={opened} sending={sending} onSending={setSending} onSent={(one) => setChosen((was) => was.filter((other) => other !== one))} onClose={() => undefined} />;
}

const shown = (opened: boolean, all?: readonly Chosen[]) => render(<QueryClientProvider client={new QueryClient()}><Board opened={opened} {...(all ? { all } : {})} /></QueryClientProvider>);

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

it('unticks each as it is sent, and takes no word while others are', async () => {
  let release = () => {};
  server.held = new Promise((done) => {
    release = done;
  });
  shown(true, [ONE, { ...ONE, ticket: '26-000021-1' }]);
  const words = screen.getByTestId<HTMLTextAreaElement>('remind-text');
  fireEvent.change(words, { target: { value: 'Trả lời trong ngày' } });
  fireEvent.click(screen.getByTestId('remind-send'));
  expect((await screen.findByTestId('remind-result-26-000020-3')).dataset['outcome']).toBe('sent');
  expect(screen.getByTestId('remind-send').textContent).toContain('1');
  expect([words.readOnly, screen.getByTestId<HTMLButtonElement>('remind-close').disabled]).toEqual([true, true]);
  release();
  expect(await screen.findByText('Đã gửi 2 lời đôn đốc.')).toBeTruthy();
  await waitFor(() => expect(words.readOnly).toBe(false));
});
