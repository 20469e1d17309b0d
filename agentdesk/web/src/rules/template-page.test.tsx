import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { MessageTemplate } from '../api/rules';
import TemplatePage from './template-page';

const template: MessageTemplate = {
  key: 'sms_received', channel: 'sms', version: 2, text: 'Da nhan {code}.', accents: null, default: 'Đã nhận {code}.',
  addresses: ['lookup'],
  placeholders: [{ name: 'code', sample: '26-000123-4', longest: 12, needed: true, elsewhere: '' }],
  versions: [{ version: 2, text: 'Da nhan {code}.', accents: null, author: 'quantri', at: '2026-11-01T01:00:00Z' }],
};
const server = vi.hoisted(() => ({ now: null as MessageTemplate | null, fails: null as Error | null, saved: [] as unknown[], role: 'admin' }));

vi.mock('../api/rules', () => ({
  getTemplate: () => Promise.resolve(server.now),
  previewTemplate: (_: string, draft: { text: string }) => Promise.resolve({ subject: '', text: draft.text.replace('{code}', '26-000123-4'), characters: 20, encoding: 'gsm7', units: 20, parts: 1, accents: false }),
  saveTemplate: (key: string, draft: { text: string }, was: number) => {
    if (server.fails) return Promise.reject(server.fails);
    server.saved.push([key, draft, was]);
    return Promise.resolve({ ...template, version: was + 1, text: draft.text });
  },
}));
vi.mock('../api/queries', async (original) => ({
  ...(await original<typeof import('../api/queries')>()),
  usePersonName: () => (name: string) => (name === 'quantri' ? 'Phan Anh Tuấn' : name),
}));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'quantri', name: 'A', role: server.role } }) }));

async function page() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={['/templates/sms_received']}>
        <Routes>
          <Route path="/templates/:key" element={<TemplatePage />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await screen.findByTestId('template-page');
}

const words = () => screen.getByTestId<HTMLTextAreaElement>('template-text').value;
const type = (value: string) => fireEvent.change(screen.getByTestId('template-text'), { target: { value } });

beforeEach(() => Object.assign(server, { now: template, fails: null, saved: [], role: 'admin' }));

describe('a template', () => {
  it('is read alone by who may not change it', async () => {
    server.role = 'office';
    await page();
    expect(screen.queryByTestId('template-form')).toBeNull();
    expect(screen.getByTestId('template-page').textContent).toContain('Da nhan {code}.');
    expect(screen.getByTestId('template-versions').textContent).toContain('Phan Anh Tuấn, ');
  });

  it('has values put in where one writes, is seen and saved', async () => {
    await page();
    expect(screen.getByTestId<HTMLButtonElement>('template-save').disabled).toBe(true);
    type('Ma: ');
    screen.getByTestId<HTMLTextAreaElement>('template-text').setSelectionRange(4, 4);
    fireEvent.click(screen.getByTestId('insert-code'));
    expect(words()).toBe('Ma: {code}');
    fireEvent.click(screen.getByTestId('template-preview'));
    expect((await screen.findByTestId('template-shown')).dataset['parts']).toBe('1');
    fireEvent.click(screen.getByTestId('template-save'));
    await waitFor(() => expect(screen.getByTestId('template-save-done').textContent).toBe('Đã lưu'));
    expect(server.saved).toEqual([['sms_received', { text: 'Ma: {code}', accents: null }, 2]]);
    expect(Object.keys(localStorage).filter((at) => at.startsWith('hotline.draft'))).toEqual([]);
  });

  it('keeps what was typed when another saved meanwhile, and goes on from theirs', async () => {
    await page();
    type('Cua toi {code}');
    server.fails = new ApiError(409, { detail: 'Đã đổi', code: 'changed_meanwhile' });
    server.now = { ...template, version: 3, text: 'Cua ho {code}' };
    fireEvent.click(screen.getByTestId('template-save'));
    expect((await screen.findByTestId('conflict')).textContent).toContain('Cua ho {code}');
    server.fails = null;
    fireEvent.click(screen.getByTestId('conflict-mine'));
    await waitFor(() => expect(screen.queryByTestId('conflict')).toBeNull());
    expect(words()).toBe('Cua toi {code}');
    fireEvent.click(screen.getByTestId('template-save'));
    await waitFor(() => expect(server.saved).toEqual([['sms_received', { text: 'Cua toi {code}', accents: null }, 3]]));
  });

  it('shows what was saved elsewhere to whoever comes back to it with nothing typed', async () => {
    await page();
    server.now = { ...template, version: 3, text: 'Cua tab kia {code}' };
    fireEvent.focus(window);
    await waitFor(() => expect(words()).toBe('Cua tab kia {code}'));
    expect(screen.getByTestId('template-form').dataset['version']).toBe('3');
  });

  it('says at the text what is wrong with it, and loses nothing without a connection', async () => {
    await page();
    type('Khong ma');
    server.fails = new ApiError(422, { detail: 'Sai', errors: [{ location: 'body.text', code: 'template_needs', message: 'Thiếu {code}' }] });
    fireEvent.click(screen.getByTestId('template-save'));
    expect((await screen.findByTestId('template-text-fault')).textContent).toBe('Thiếu {code}');
    server.fails = new ApiError(0);
    await act(async () => {
      fireEvent.click(screen.getByTestId('template-save'));
      await Promise.resolve();
    });
    await waitFor(() => expect(screen.getByTestId('template-save-trouble').textContent).toContain('Chưa lưu được'));
    expect(words()).toBe('Khong ma');
    expect(localStorage.getItem('hotline.draft.template.sms_received:quantri')).toContain('Khong ma');
  });
});
