import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter, type InitialEntry } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { Inbox, InboxItem } from '../api/work';
import WorkPage from './work-page';

interface Done {
  code: string;
  act: string;
  version: number;
  fields: unknown;
}
const server = vi.hoisted(() => ({ refusesFiles: null as Error | null, held: null as Promise<void> | null, tried: [] as number[], whole: null as object | null, items: [] as InboxItem[], done: [] as Done[], fails: null as Error | null, away: null as Error | null, asked: [] as unknown[], role: 'officer' }));

vi.mock('../api/work', () => ({
  getInbox: (query: unknown): Promise<Inbox> => {
    server.asked.push(query);
    if (server.away) return Promise.reject(server.away);
    return Promise.resolve({ unit: 'SXD', units: [{ code: 'SXD', name: 'Sở Xây dựng', held: 1 }, { code: 'A', name: 'Phòng A', held: 2 }], counts: { answer: 1, today: 1 }, more: false, items: server.items, next: null });
  },
  doAct: async (code: string, name: string, version: number, fields: unknown) => {
    await server.held;
    server.tried.push(version);
    if (server.fails) throw server.fails;
    server.done.push({ code, act: name, version, fields });
  },
  finishTimes: () => Promise.resolve([]),
}));
vi.mock('../api/client', async (original) => ({ ...(await original<typeof import('../api/client')>()), getTicket: () => (server.whole ? Promise.resolve(server.whole) : Promise.reject(new ApiError(0))), ticketNews: () => Promise.resolve({ version: 5, changes: [] }) }));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [] }) }));
const rest = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  createStore: () => null,
  get: (at: string) => Promise.resolve(rest.get(at)),
  set: (at: string, value: unknown) => Promise.resolve(rest.set(at, value)),
  entries: () => Promise.resolve([...rest]),
  delMany: (all: string[]) => {
    for (const at of all) rest.delete(at);
    return Promise.resolve();
  },
}));
vi.mock('../api/files', () => ({ attachFile: () => (server.refusesFiles ? Promise.reject(server.refusesFiles) : Promise.resolve()), MOST_BYTES: 25 << 20 }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'canbo', name: 'A', role: server.role } }) }));

const item = (part: Partial<InboxItem> = {}): InboxItem => ({
  section: 'answer', ticket: '26-000001-3', version: 4, state: 'in_progress', state_label: 'Đang xử lý', content: 'Đèn đường hỏng', address: 'Lê Chân', field: '',
  urgent: false, emergency: false, confidential: false, unit: 'SXD', lead: true, officer: '', mine: false, since: '2026-11-27T01:00:00Z', due: null, late: false, warned: false, again: false, can: ['ask_by_unit', 'progress', 'promise', 'resolve', 'return'], ...part,
});

async function page(entries: InitialEntry[] = ['/work']): Promise<QueryClient> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await act(async () => {
    render(
      <QueryClientProvider client={client}>
        <MemoryRouter initialEntries={entries}>
          <WorkPage />
        </MemoryRouter>
      </QueryClientProvider>,
    );
    await Promise.resolve();
  });
  await screen.findByTestId('work-count-today');
  return client;
}

const settle = () => act(() => new Promise((done) => setTimeout(done, 0)));

notifyManager.setScheduler((told) => told());

beforeEach(() => {
  localStorage.clear();
  Object.assign(server, { refusesFiles: null, held: null, tried: [], whole: null, items: [], done: [], fails: null, away: null, asked: [], role: 'officer' });
});

describe('the inbox', () => {
  it('says where words are kept, and has the form open again when one comes back to it', async () => {
    server.items = [item()];
    localStorage.setItem('hotline.act.canbo.26-000001-3.progress', JSON.stringify({ text: 'Đang thay' }));
    await page();
    expect((await screen.findByTestId('work-begun')).textContent).toContain('Cập nhật tiến độ');
    fireEvent.click(screen.getByText('Gõ tiếp'));
    expect((await screen.findByTestId<HTMLTextAreaElement>('act-text')).value).toBe('Đang thay');
    expect(screen.queryByTestId('work-begun')).toBeNull();
    cleanup();
    await page([{ pathname: '/work', state: { open: { ticket: '26-000001-3', task: 0, act: 'progress' } } }]);
    expect((await screen.findByTestId<HTMLTextAreaElement>('act-text')).value).toBe('Đang thay');
  });

  it('opens the form of a task on its card alone, and keeps its words for it alone', async () => {
    const task = (number: number) => item({ section: 'task', can: ['task_done'], task: { number, of: 'A', unit: 'SXD', text: `Việc ${number}`, report: '' } });
    server.items = [task(1), task(2), item()];
    await page();
    const [first, second] = await screen.findAllByTestId('work-act-task_done');
    fireEvent.click(first as HTMLElement);
    const words = () => screen.getByTestId<HTMLTextAreaElement>('act-report');
    fireEvent.change(await screen.findByTestId('act-report'), { target: { value: 'Đã kiểm tra' } });
    expect(screen.getAllByTestId('act-form-task_done')).toHaveLength(1);
    fireEvent.click(second as HTMLElement);
    await settle();
    expect([words().value, screen.getByTestId<HTMLSelectElement>('act-number').value]).toEqual(['', '2']);
    expect(screen.getAllByTestId('work-begun')).toHaveLength(1);
    fireEvent.change(words(), { target: { value: 'Đã báo lại' } });
    fireEvent.click(screen.getByTestId('act-send'));
    await settle();
    expect(server.done).toMatchObject([{ act: 'task-done', fields: { number: 2, report: 'Đã báo lại' } }]);
    fireEvent.click(screen.getByText('Gõ tiếp'));
    expect([words().value, screen.getByTestId<HTMLSelectElement>('act-number').value]).toEqual(['Đã kiểm tra', '1']);
  });

  it('has the open form where what it is of went, though the ticket has another card', async () => {
    const task = item({ section: 'task', can: ['task_done'], task: { number: 1, of: 'A', unit: 'SXD', text: 'Kiểm tra', report: '' } });
    server.items = [task, item()];
    const client = await page();
    fireEvent.click(await screen.findByTestId('work-act-progress'));
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đang thay' } });
    server.items = [task, item({ section: 'promised' })];
    await act(() => client.refetchQueries({ queryKey: ['inbox'] }));
    expect(screen.getByTestId('act-form-progress').closest<HTMLElement>('.work-card')?.dataset['section']).toBe('promised');
    server.items = [task];
    await act(() => client.refetchQueries({ queryKey: ['inbox'] }));
    expect(screen.getByTestId('act-form-progress').closest('.work-card')?.textContent).toContain('không còn chờ đơn vị');
  });

  it('says that nothing waits', async () => {
    await page();
    expect(await screen.findByTestId('work-empty')).toBeTruthy();
  });

  it('accepts by one tap', async () => {
    server.items = [item({ section: 'accept', state: 'assigned', can: ['accept', 'progress', 'resolve', 'return'] })];
    await page();
    fireEvent.click(await screen.findByTestId('work-act-accept'));
    await settle();
    expect(server.done).toEqual([{ code: '26-000001-3', act: 'accept', version: 4, fields: {} }]);
    expect(screen.getByTestId('work-done').textContent).toContain('Nhận xử lý');
  });

  it('hands the focus on when what was done leaves', async () => {
    server.items = [item({ section: 'accept', can: ['accept'] }), item({ ticket: '26-000002-6' })];
    await page();
    const [accept] = await screen.findAllByTestId('work-act-accept');
    server.items = [item({ ticket: '26-000002-6' })];
    accept?.focus();
    fireEvent.click(accept as HTMLElement);
    await settle();
    await settle();
    expect(screen.queryByTestId('work-26-000001-3')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('work-26-000002-6'));
  });

  it('sends the answer, and forgets what was typed', async () => {
    server.items = [item()];
    await page();
    fireEvent.click(await screen.findByTestId('work-act-resolve'));
    fireEvent.click(await screen.findByTestId('act-send'));
    expect(screen.getByTestId('act-fault-text')).toBeTruthy();
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đã thay bóng' } });
    fireEvent.click(screen.getByTestId('act-send'));
    await settle();
    expect(server.done).toEqual([{ code: '26-000001-3', act: 'resolve', version: 4, fields: { text: 'Đã thay bóng', official: false } }]);
    expect(screen.queryByTestId('act-form-resolve')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('work-26-000001-3'));
    expect(JSON.stringify(localStorage)).not.toContain('Đã thay bóng');
    expect(localStorage.getItem('hotline.act.canbo.26-000001-3.resolve')).toBeNull();
  });

  it.each([
    [new ApiError(0), 'offline'],
    [new ApiError(409, { code: 'ticket_changed', detail: 'Hồ sơ vừa được người khác cập nhật.' }), 'changed'],
    [new ApiError(403, { detail: 'Không thuộc phần việc của bạn.' }), 'right'],
  ])('loses nothing of what was typed when it is not taken: %s', async (fails, outcome) => {
    server.items = [item()];
    server.fails = fails;
    await page();
    fireEvent.click(await screen.findByTestId('work-act-resolve'));
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đã thay bóng' } });
    fireEvent.click(screen.getByTestId('act-send'));
    await settle();
    expect(screen.getByTestId('act-form-resolve').dataset['outcome']).toBe(outcome);
    expect(screen.getByTestId<HTMLTextAreaElement>('act-text').value).toBe('Đã thay bóng');
    expect(localStorage.getItem('hotline.act.canbo.26-000001-3.resolve')).toContain('Đã thay bóng');
  });

  it('keeps the form of what somebody else has meanwhile settled', async () => {
    server.items = [item()];
    const client = await page();
    fireEvent.click(await screen.findByTestId('work-act-resolve'));
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đã thay bóng' } });
    server.items = [];
    await act(() => client.refetchQueries({ queryKey: ['inbox'] }));
    expect(screen.getByTestId<HTMLTextAreaElement>('act-text').value).toBe('Đã thay bóng');
    expect(screen.getByTestId('work-26-000001-3').textContent).toContain('không còn chờ đơn vị');
    expect(screen.getByTestId<HTMLButtonElement>('work-act-progress').disabled).toBe(true);
  });

  it.each([null, 4])('sends to the ticket that was seen, whatever the inbox brings meanwhile: %s', async (version) => {
    const file = { id: 'f1', name: 'tra-loi.pdf', purpose: 'reply' };
    const whole = (at: number) => ({ ...item(), code: '26-000001-3', version: at, attachments: [file], can: ['resolve'] });
    server.items = [item()];
    server.whole = version === null ? null : whole(version);
    const client = await page();
    fireEvent.click(await screen.findByTestId('work-act-resolve'));
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đã thay bóng' } });
    server.items = [item({ version: 5 })];
    await act(() => client.refetchQueries({ queryKey: ['inbox'] }));
    await settle();
    if (version) expect(screen.getByTestId('act-document').textContent).toContain('tra-loi.pdf');
    const send = async (fails: Error | null) => {
      server.fails = fails;
      fireEvent.submit(screen.getByTestId('act-form-resolve'));
      await settle();
    };
    server.whole = version === null ? null : whole(5);
    await send(new ApiError(409, { code: 'ticket_changed', detail: 'Hồ sơ vừa được người khác cập nhật.' }));
    expect(server.tried).toEqual([4]);
    await screen.findByTestId('act-again');
    await send(new ApiError(0));
    await send(null);
    expect(server.tried).toEqual([4, 5, 5]);
  });

  it.each([null, new ApiError(500, { detail: 'Máy chủ bận.' })])('leaves open what was opened while another was sent, and says what became of that: %s', async (fails) => {
    let release = () => {};
    server.items = [item(), item({ ticket: '26-000002-6' })];
    server.fails = fails;
    server.held = new Promise((done) => {
      release = done;
    });
    await page();
    const [first, second] = await screen.findAllByTestId('work-act-resolve');
    fireEvent.click(first as HTMLElement);
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đã thay bóng' } });
    fireEvent.click(screen.getByTestId('act-send'));
    fireEvent.click(second as HTMLElement);
    await settle();
    const words = screen.getByTestId<HTMLTextAreaElement>('act-text');
    fireEvent.change(words, { target: { value: 'Đang viết' } });
    words.focus();
    release();
    await settle();
    expect(screen.getByTestId<HTMLTextAreaElement>('act-text').value).toBe('Đang viết');
    expect(document.activeElement).toBe(words);
    if (!fails) expect(screen.getByTestId('work-done').textContent).toContain('26-000001-3');
    else expect(screen.getByTestId('work-lost').textContent).toMatch(/26-000001-3.*Máy chủ bận/);
  });

  it('shows pictures that wait since before the page was loaded, until they are sent', async () => {
    URL.createObjectURL = () => 'blob:shown';
    const code = '26-000009-1';
    rest.set(`canbo ticket:${code} 5`, { id: 5, name: 'a.pdf', file: new Blob(['x'], { type: 'application/pdf' }), code, at: Date.now() });
    rest.set(`khac ticket:26-000008-1 5`, { id: 5, name: 'b.pdf', file: new Blob(['x'], { type: 'application/pdf' }), code: '26-000008-1', at: Date.now() });
    server.refusesFiles = new ApiError(500, { detail: 'Kho tệp bận.' });
    await page();
    expect((await screen.findByTestId(`photos-waiting-${code}`)).textContent).toContain(code);
    const again = await screen.findByLabelText('Gửi lại: a.pdf');
    expect(screen.queryByTestId('photos-waiting-26-000008-1')).toBeNull();
    server.refusesFiles = null;
    fireEvent.click(again);
    await settle();
    await settle();
    expect(screen.queryByTestId(`photos-waiting-${code}`)).toBeNull();
    expect([...rest.keys()]).toEqual(['khac ticket:26-000008-1 5']);
  });

  it('stays, with the open form, while the server does not answer', async () => {
    server.items = [item(), item({ ticket: '26-000002-6' })];
    const client = await page();
    fireEvent.click((await screen.findAllByTestId('work-act-resolve'))[0] as HTMLElement);
    fireEvent.change(await screen.findByTestId('act-text'), { target: { value: 'Đã thay bóng' } });
    server.away = new ApiError(502);
    await act(() => client.refetchQueries({ queryKey: ['inbox'] }));
    expect(screen.getByTestId('work-stale').textContent).toContain('dữ liệu lúc trước');
    expect(screen.getByTestId<HTMLTextAreaElement>('act-text').value).toBe('Đã thay bóng');
    expect(screen.getByTestId('work-26-000002-6')).toBeTruthy();
    expect(screen.queryByTestId('page-error')).toBeNull();
    server.away = null;
    await act(() => client.refetchQueries({ queryKey: ['inbox'] }));
    expect(screen.queryByTestId('work-stale')).toBeNull();
  });

  it('shows a head first what went to them', async () => {
    await page();
    expect(screen.queryByTestId('work-section-head')).toBeNull();
    cleanup();
    server.role = 'head';
    await page();
    const chips = screen.getAllByRole('button').map((one) => one.dataset['testid']);
    expect(chips.slice(0, 2)).toEqual(['work-section-head', 'work-section-all']);
    fireEvent.click(screen.getByTestId('work-section-head'));
    await settle();
    expect(server.asked.at(-1)).toEqual({ section: 'head' });
  });

  it('is looked through by section and unit, which the address keeps', async () => {
    server.items = [item()];
    await page();
    fireEvent.click(screen.getByTestId('work-section-today'));
    await settle();
    fireEvent.change(screen.getByTestId('work-whose-unit'), { target: { value: 'A' } });
    await settle();
    expect(server.asked.at(-1)).toEqual({ section: 'today', unit: 'A' });
  });
});
