import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Queue, QueueService, ServiceLevel } from '../api/types';
import { commonTarget, percent, ServiceTable, TodaysService } from './service-level';

const server = vi.hoisted((): { asked: number; level: unknown } => ({ asked: 0, level: null }));

vi.mock('../api/client', async (original) => ({
  ...(await original<object>()),
  serviceLevel: () => {
    server.asked += 1;
    return server.level ? Promise.resolve(server.level) : Promise.reject(new Error('away'));
  },
}));

const nobody: QueueService = { queue: '', target_ms: 0, entered: 0, answered: 0, within: 0, abandoned: 0, average_wait_ms: 0, share: null };
const desk: QueueService = { queue: 'tong-dai', target_ms: 20_000, entered: 5, answered: 3, within: 2, abandoned: 1, average_wait_ms: 64_900, share: 0.5 };
const shift: QueueService = { ...nobody, queue: 'truc-ca', target_ms: 20_000 };
const today = (queues: QueueService[], all: Partial<QueueService> = {}): ServiceLevel => ({ since: '2026-03-01T17:00:00Z', all: { ...nobody, ...all }, queues });
const busy = today([desk, shift], { ...desk, queue: '', target_ms: 0 });
const queue = (name: string): Queue => ({ name, waiting: 0, longest_since: null, ready: 0, busy: 0, signed_in: 0 });
const queues = [queue('tong-dai'), queue('truc-ca')];

const state = () => screen.getByTestId('wall-service').dataset['state'];
const cells = (row: string) => within(screen.getByTestId(`wall-service-${row}`)).getAllByRole('cell').map((c) => c.textContent);

describe('the service level on the wallboard', () => {
  it('shows each queue’s day, and all of it', () => {
    render(<ServiceTable queues={queues} level={busy} failed={false} stale={null} />);
    expect(state()).toBe('fresh');
    expect(cells('all')).toEqual(['50% trong 20 giây', '3', '1', '1:04']);
    expect(cells('tong-dai')).toEqual(['50% trong 20 giây', '3', '1', '1:04']);
    expect(cells('truc-ca')).toEqual(['– trong 20 giây', '0', '0', '–']);
    expect(screen.getAllByRole('columnheader').map((h) => h.textContent)).toEqual(['Nghe máy kịp', 'Đã nghe máy', 'Bỏ khi chờ', 'Chờ trung bình']);
  });

  it('names no seconds for all queues when each has its own', () => {
    const level = today([desk, { ...shift, target_ms: 30_000 }], { share: 1 });
    render(<ServiceTable queues={queues} level={level} failed={false} stale={null} />);
    expect(cells('all')[0]).toBe('100% theo mức của từng hàng đợi');
    expect(cells('truc-ca')[0]).toBe('– trong 30 giây');
    expect([commonTarget(level), commonTarget(busy), commonTarget(today([]))]).toEqual([0, 20_000, 0]);
  });

  it('has the same rows whatever is known, and says what they are worth', () => {
    const { rerender } = render(<ServiceTable queues={queues} level={undefined} failed={false} stale={null} />);
    const shown = () => [state(), screen.getByRole('status').textContent, screen.getAllByRole('row').length];
    expect(shown()).toEqual(['loading', 'Đang tải…', 4]);
    expect(cells('tong-dai')).toEqual(['– ', '–', '–', '–']);
    rerender(<ServiceTable queues={queues} level={undefined} failed stale={null} />);
    expect(shown()).toEqual(['failed', 'Chưa lấy được số liệu, đang thử lại', 4]);
    rerender(<ServiceTable queues={queues} level={today([{ ...desk, ...nobody, queue: 'tong-dai', target_ms: 20_000 }, shift])} failed stale={null} />);
    expect(shown()).toEqual(['empty', 'Hôm nay chưa có cuộc gọi nào vào hàng đợi', 4]);
    rerender(<ServiceTable queues={queues} level={busy} failed stale={Date.parse('2026-03-02T01:02:03Z')} />);
    expect(shown()).toEqual(['stale', 'Chưa cập nhật được: số liệu của lúc 08:02:03', 4]);
    expect(cells('all')[0]).toBe('50% trong 20 giây');
  });

  it('calls nothing 100% that is not', () => {
    expect([null, undefined, 0, 0.29, 0.57, 2 / 3, 0.9999, 1].map(percent)).toEqual([null, null, 0, 29, 57, 66, 99, 100]);
  });
});

describe('asking for the service level', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    Object.assign(server, { asked: 0, level: undefined });
  });
  afterEach(() => vi.useRealTimers());

  it('goes on every 5 s, also after a failure, which stays on the screen', async () => {
    const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
    const client = new QueryClient();
    render(
      <QueryClientProvider client={client}>
        <TodaysService queues={queues} />
      </QueryClientProvider>,
    );
    await after(4900);
    expect([server.asked, state()]).toEqual([1, 'failed']);
    await after(5000);
    expect([server.asked, state()]).toEqual([2, 'failed']);
    server.level = busy;
    await after(5000);
    expect([server.asked, state()]).toEqual([3, 'fresh']);
    server.level = undefined;
    await after(5000);
    expect([server.asked, state()]).toEqual([4, 'fresh']);
    await after(8000);
    expect([server.asked, state()]).toEqual([6, 'stale']);
    client.clear();
  });
});
