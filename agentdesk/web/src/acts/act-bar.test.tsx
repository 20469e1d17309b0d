import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { Ticket } from '../api/types';
import { ActBar } from './act-bar';

const server = vi.hoisted(() => ({ settle: undefined as ((error: Error | null) => void) | undefined }));
vi.mock('./model', async (original) => ({
  ...(await original<typeof import('./model')>()),
  perform: () =>
    new Promise((done, fail) => {
      server.settle = (error) => (error ? fail(error) : done({ code: '26-000001-3', version: 4 }));
    }),
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'canbo', name: 'A', role: 'officer' } }) }));
vi.mock('../api/drafts', () => ({ getDraft: () => new Promise(() => undefined), putDraft: () => Promise.resolve(1), dropDraft: () => Promise.resolve() }));
vi.mock('../files/photo-input', () => ({ PhotoInput: () => null }));
notifyManager.setScheduler((told) => told());

const ticket = { code: '26-000001-3', version: 3, can: ['progress', 'contest'], case: { tasks: [1, 2].map((number) => ({ number, text: `Việc ${number}` })) } } as unknown as Ticket;

function bar(of = ticket) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <ActBar ticket={of} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

const settle = (error: Error | null) =>
  act(async () => {
    server.settle?.(error);
    await new Promise((done) => setTimeout(done, 0));
  });

beforeEach(() => localStorage.clear());

it.each([null, new ApiError(500, { detail: 'Máy chủ bận.' })])('leaves open what was opened while another was sent, and says what became of that: %s', async (fails) => {
  bar();
  fireEvent.click(screen.getByTestId('act-progress'));
  fireEvent.change(screen.getByTestId('act-text'), { target: { value: 'Đang thay' } });
  fireEvent.submit(screen.getByTestId('act-form-progress'));
  await act(() => Promise.resolve());
  fireEvent.click(screen.getByTestId('act-cancel'));
  fireEvent.click(screen.getByTestId('act-more'));
  fireEvent.click(screen.getByTestId('act-contest'));
  await settle(fails);
  expect(screen.getByTestId('act-form-contest')).toBeTruthy();
  if (!fails) expect(screen.getByTestId('act-done').textContent).toContain('Cập nhật tiến độ');
  else expect(screen.getByTestId('act-lost').textContent).toMatch(/Cập nhật tiến độ.*Máy chủ bận/);
});

it('goes on with the words of the task that they were begun for', () => {
  localStorage.setItem('hotline.act.canbo.26-000001-3.task_done.2', JSON.stringify({ number: '2', report: 'Đã kiểm tra' }));
  bar({ ...ticket, can: ['progress', 'task_done'] });
  expect([screen.getByTestId<HTMLTextAreaElement>('act-report').value, screen.getByTestId<HTMLSelectElement>('act-number').value]).toEqual(['Đã kiểm tra', '2']);
});

it('shows the words of a task that may be reported on no more, which can be dropped', () => {
  const at = 'hotline.act.canbo.26-000001-3.task_done.2';
  localStorage.setItem(at, JSON.stringify({ number: '2', report: 'Đã kiểm tra' }));
  bar();
  expect(screen.getByTestId('act-left').textContent).toContain('Đã kiểm tra');
  fireEvent.click(screen.getByTestId('act-discard'));
  expect(screen.queryByTestId('act-left')).toBeNull();
  expect(localStorage.getItem(at)).toBeNull();
});
