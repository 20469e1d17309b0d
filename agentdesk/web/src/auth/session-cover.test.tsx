import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionGate } from './session';

const server = vi.hoisted(() => ({ gone: new Set<(code: string) => void>(), signIn: vi.fn(), signOut: vi.fn(() => Promise.resolve()), anew: vi.fn(), inRole: vi.fn(), asked: vi.fn(() => Promise.resolve('0912345678')) }));
const officer = { username: 'canbo', name: 'Cán bộ', role: 'officer', operator: false };

vi.mock('../api/client', async (original) => ({
  ...(await original<typeof import('../api/client')>()),
  currentUser: () => Promise.resolve(officer),
  signOut: server.signOut,
  onUnauthorised: (listener: (code: string) => void) => {
    server.gone.add(listener);
    return () => server.gone.delete(listener);
  },
}));
vi.mock('../api/sign-in', async (original) => ({ ...(await original<typeof import('../api/sign-in')>()), signIn: server.signIn, signOnOffered: () => Promise.resolve(false) }));
vi.mock('./anew', () => ({ startAnew: server.anew, reloadInRole: server.inRole }));

function Page() {
  const { data } = useQuery({ queryKey: ['calls'], queryFn: server.asked });
  return (
    <label>
      {data ?? 'words'}
      <textarea data-testid="words" />
    </label>
  );
}

/** A page in which something is typed, and whose session then ends. */
async function ended(code = 'not_signed_in', beside: ReactNode = null) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SessionGate>
        <Page />
        {beside}
      </SessionGate>
    </QueryClientProvider>,
  );
  (await screen.findByTestId('words')).focus();
  fireEvent.change(screen.getByTestId('words'), { target: { value: 'Đã thay bóng' } });
  act(() => server.gone.forEach((listener) => listener(code)));
  await screen.findByTestId('login-username');
}

async function signInAs(user: typeof officer) {
  server.signIn.mockResolvedValue({ next: 'done', user });
  fireEvent.change(screen.getByTestId('login-username'), { target: { value: user.username } });
  fireEvent.change(screen.getByTestId('login-password'), { target: { value: 'mật khẩu' } });
  await act(async () => {
    fireEvent.click(screen.getByTestId('login-submit'));
    await Promise.resolve();
  });
}

beforeEach(() => {
  vi.clearAllMocks();
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
  };
});

describe('a session that ends while somebody writes', () => {
  it('covers the page, and gives it back to the same person as it was', async () => {
    await ended();
    expect(screen.getByTestId('session-cover')).not.toBeNull();
    expect(screen.getByTestId('words').closest('[inert]')).not.toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('login-password'));
    const before = server.asked.mock.calls.length;
    await signInAs(officer);
    await waitFor(() => expect(screen.queryByTestId('session-cover')).toBeNull());
    expect(screen.getByTestId<HTMLTextAreaElement>('words').value).toBe('Đã thay bóng');
    expect(screen.getByTestId('words').closest('[inert]')).toBeNull();
    expect(server.asked.mock.calls.length).toBeGreaterThan(before);
    expect(document.activeElement).toBe(screen.getByTestId('words'));
    expect(server.anew).not.toHaveBeenCalled();
  });

  it('asks for nothing again and again under the cover, and does so again without it', async () => {
    const count = vi.fn(() => Promise.resolve(0));
    function Poll() {
      useQuery({ queryKey: ['notice-counts'], queryFn: count, refetchInterval: 5 });
      return null;
    }
    await ended('not_signed_in', <Poll />);
    const resting = count.mock.calls.length;
    await act(() => new Promise((done) => setTimeout(done, 60)));
    expect(count.mock.calls.length).toBe(resting);
    await signInAs(officer);
    await waitFor(() => expect(count.mock.calls.length).toBeGreaterThan(resting + 2));
  });

  it('shows nothing of it to somebody else; the same person in another role is shown theirs, where they were', async () => {
    await ended();
    await signInAs({ ...officer, username: 'thutruong' });
    expect([server.anew.mock.calls.length, server.inRole.mock.calls.length]).toEqual([1, 0]);
    await signInAs({ ...officer, role: 'head' });
    expect(server.anew).toHaveBeenCalledTimes(1);
    expect(server.inRole).toHaveBeenCalledWith('officer');
    expect(screen.getByTestId('session-cover')).not.toBeNull();
  });

  it('says that it is another’s by now', async () => {
    await ended('other_person');
    expect(document.getElementById('cover-title')?.textContent).toBe('Người khác đã đăng nhập trong trình duyệt này');
  });

  it('is left for another account', async () => {
    await ended();
    await act(async () => {
      fireEvent.click(screen.getByTestId('session-leave'));
      await Promise.resolve();
    });
    expect([server.signOut.mock.calls.length, server.anew.mock.calls.length]).toEqual([1, 1]);
  });
});
