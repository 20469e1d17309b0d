import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { SignIn } from './sign-in';

const server = vi.hoisted(() => ({ signIn: vi.fn(), signInByCode: vi.fn(), enrol: vi.fn(), confirmFactor: vi.fn(), signOnOffered: vi.fn() }));
vi.mock('../api/sign-in', async (original) => ({ ...(await original<typeof import('../api/sign-in')>()), ...server }));

const officer = { username: 'canbo', name: 'Cán bộ', role: 'officer', operator: false };

function open() {
  const onSignedIn = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SignIn expired={false} onSignedIn={onSignedIn} />
    </QueryClientProvider>,
  );
  return onSignedIn;
}

const type = (field: string, value: string) => fireEvent.change(screen.getByTestId(field), { target: { value } });
const press = (button: string) => fireEvent.click(screen.getByTestId(button));
const trouble = () => screen.getByTestId('login-trouble').dataset['trouble'];

function password() {
  type('login-username', 'canbo');
  type('login-password', '1022-demo');
  press('login-submit');
}

beforeEach(() => {
  vi.resetAllMocks();
  server.signOnOffered.mockResolvedValue(false);
  window.history.replaceState(null, '', '/');
});

describe('signing in', () => {
  it('is done after the password where no second factor is asked for', async () => {
    const onSignedIn = open();
    server.signIn.mockResolvedValue({ next: 'done', user: officer });
    password();
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledWith(officer));
    expect(screen.queryByTestId('login-sign-on')).toBeNull();
  });

  it('asks for a code, tells that one is wrong, and takes the next', async () => {
    const onSignedIn = open();
    server.signIn.mockResolvedValue({ next: 'code' });
    password();
    const field = await screen.findByTestId('login-code');
    expect(document.activeElement).toBe(field);
    expect(field.getAttribute('autocomplete')).toBe('one-time-code');
    expect(screen.getByRole('form', { name: 'Xác thực hai lớp' })).not.toBeNull();
    press('login-code-submit');
    expect(server.signInByCode).not.toHaveBeenCalled();
    server.signInByCode.mockRejectedValueOnce(new ApiError(422));
    type('login-code', '000000');
    press('login-code-submit');
    await waitFor(() => expect(trouble()).toBe('code.wrong'));
    expect(screen.getByTestId<HTMLInputElement>('login-code').value).toBe('');
    server.signInByCode.mockResolvedValueOnce({ next: 'done', user: officer });
    type('login-code', ' 123456 ');
    press('login-code-submit');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledWith(officer));
    expect(server.signInByCode).toHaveBeenLastCalledWith('123456');
  });

  it('waits as long as the server says when the account is locked at the second step', async () => {
    open();
    server.signIn.mockResolvedValue({ next: 'code' });
    password();
    await screen.findByTestId('login-code');
    server.signInByCode.mockRejectedValue(new ApiError(429, {}, 300));
    type('login-code', '000000');
    press('login-code-submit');
    await waitFor(() => expect(trouble()).toBe('tooMany'));
    expect(screen.getByTestId<HTMLButtonElement>('login-code-submit').disabled).toBe(true);
  });

  it('lets begin again when the second step took too long', async () => {
    open();
    server.signIn.mockResolvedValue({ next: 'code' });
    password();
    await screen.findByTestId('login-code');
    server.signInByCode.mockRejectedValue(new ApiError(401));
    type('login-code', '123456');
    press('login-code-submit');
    await waitFor(() => expect(trouble()).toBe('stepGone'));
    press('login-back');
    expect(screen.getByTestId('login-username')).not.toBeNull();
  });

  it('sets a second factor up, and shows the recovery codes before it goes on', async () => {
    const onSignedIn = open();
    server.signIn.mockResolvedValue({ next: 'enrol' });
    server.enrol.mockResolvedValue({ secret: 'ABCDEFGH', address: 'otpauth://totp/x', qr: 'AAAA' });
    password();
    expect((await screen.findByTestId('login-secret')).textContent).toBe('ABCD EFGH');
    expect(screen.getByTestId('login-qr').getAttribute('alt')).not.toBe('');
    expect(server.enrol).toHaveBeenCalledTimes(1);
    server.confirmFactor.mockResolvedValue({ codes: ['AAAA-BBBB'], next: 'done', user: officer });
    type('login-code', '123456');
    press('login-code-submit');
    expect((await screen.findByTestId('login-recovery')).textContent).toContain('AAAA-BBBB');
    expect(onSignedIn).not.toHaveBeenCalled();
    press('login-kept');
    expect(onSignedIn).toHaveBeenCalledWith(officer);
  });

  it('offers the single sign-on, and tells what it came to', async () => {
    window.history.replaceState(null, '', '/?sign_in=sign_on_unknown');
    server.signOnOffered.mockResolvedValue(true);
    open();
    expect((await screen.findByTestId('login-sign-on')).getAttribute('href')).toBe('/api/v1/single-sign-on');
    expect(screen.getByTestId('login-trouble').textContent).toContain('chưa được gắn với tài khoản');
    expect(window.location.search).toBe('');
  });

  it('goes on with the second step after the single sign-on', async () => {
    window.history.replaceState(null, '', '/?sign_in=code');
    open();
    expect(await screen.findByTestId('login-code')).not.toBeNull();
  });

  it('says nothing that stands in the address alone', () => {
    window.history.replaceState(null, '', '/?sign_in=<b>hack</b>');
    open();
    expect(screen.getByTestId('login-trouble').textContent).toBe('');
  });
});
