import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Ticket } from '../api/types';
import { ToldOnes } from './told';

vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'canbo', name: 'A', role: 'officer' } }) }));

const told = (n: number, state: string) =>
  ({ id: String(n), channel: 'sms', to: '0912345678', to_sender: n !== 2, text: `Tin ${n}`, parts: 1, state, quiet: false, doubts: 0, at: `2026-11-27T0${n}:00:00Z`, next_at: null, retried: true, withdrawn: false }) as NonNullable<Ticket['told']>[number];

it('shows the newest and what did not arrive, and folds those before', () => {
  render(<ToldOnes told={[told(1, 'delivered'), told(2, 'failed'), told(3, 'delivered'), told(4, 'sent')]} />);
  const folded = screen.getByTestId('ticket-told-before');
  const states = (all: HTMLElement[]) => all.map((one) => one.dataset['state']);
  expect(states(screen.getAllByTestId('ticket-told').filter((one) => !folded.contains(one)))).toEqual(['sent', 'failed']);
  expect(states(screen.getAllByTestId('ticket-told').filter((one) => folded.contains(one)))).toEqual(['delivered', 'delivered']);
});

it('says whom, and in which words', () => {
  render(<ToldOnes told={[told(2, 'failed'), told(3, 'sent')]} />);
  const [toSender, toStaff] = screen.getAllByTestId('ticket-told');
  expect(toSender?.textContent).toMatch(/^Người gửi SMS 0912 345 678: đã gửi .*Tin 3$/);
  expect(toStaff?.textContent).toMatch(/^Đơn vị SMS .*Tin 2$/);
});

it('folds nothing of one', () => {
  render(<ToldOnes told={[told(1, 'sent')]} />);
  expect(screen.queryByTestId('ticket-told-before')).toBeNull();
});
