import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { setWhy } from '../shell/why';
import { Message } from './message';

const user = vi.hoisted(() => ({ role: 'operator', name: '', username: 'op01' }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user }) }));
vi.mock('../calls/player', () => ({ default: ({ sound }: { sound: { copy: string | null } }) => <p data-testid="player">{sound.copy ?? 'heard alone'}</p> }));
afterEach(() => setWhy(''));

it('is heard by an operator without a reason, and kept with one', async () => {
  user.role = 'operator';
  render(<Message code="26-000001-4" length={3000} />);
  expect((await screen.findByTestId('player')).textContent).toBe('heard alone');
  const link = () => screen.getByTestId('message-download').getAttribute('href');
  expect(link()).toBeNull();
  fireEvent.change(screen.getByTestId('message-why'), { target: { value: 'Gửi Công an' } });
  expect(link()).toContain('reason=G%E1%BB%ADi%20C%C3%B4ng%20an');
});

it('is heard with a reason alone by whoever hears every recording', async () => {
  user.role = 'leader';
  const { rerender } = render(<Message code="26-000001-4" length={3000} />);
  expect(screen.queryByTestId('player')).toBeNull();
  setWhy('Thanh tra');
  rerender(<Message code="26-000001-4" length={3000} />);
  expect((await screen.findByTestId('player')).textContent).toContain('reason=Thanh%20tra');
  expect(screen.queryByTestId('message-download')).toBeNull();
});
