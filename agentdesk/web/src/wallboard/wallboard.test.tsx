import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Operator, Queue, Trunk } from '../api/types';
import { STALE, staleSince } from './live';
import { seated } from './order';
import { QueueTile } from './queue-tile';
import { TrunkTile } from './trunk-tile';

const operator = (username: string, status: Operator['status']): Operator => ({
  username, status, name: '', reason: '', since: null, until: null, desk: true, media: true, call: '', queues: [], skills: [], max_hour: 0,
});
const queue: Queue = { name: 'tong-dai', waiting: 2, longest_since: null, ready: 0, busy: 3, signed_in: 4 };
const trunk: Trunk = { name: 'mang', state: 'up', since: '2026-01-05T01:00:00Z', reason: '', calls: 2, limit: 0, number: '' };

describe('the wallboard', () => {
  it('keeps everybody’s place, whatever they do', () => {
    const { here, away } = seated([operator('op10', 'ready'), operator('op2', 'busy'), operator('op1', 'offline')]);
    expect([here.map((o) => o.username), away.map((o) => o.username)]).toEqual([['op2', 'op10'], ['op1']]);
  });

  it('says in words when callers wait and nobody is ready', () => {
    const { rerender } = render(<QueueTile queue={queue} />);
    expect(screen.queryByText('Có người chờ, chưa ai sẵn sàng')).not.toBeNull();
    rerender(<QueueTile queue={{ ...queue, ready: 1 }} />);
    expect(screen.queryByText('Có người chờ, chưa ai sẵn sàng')).toBeNull();
    rerender(<QueueTile queue={{ ...queue, waiting: 0 }} />);
    expect(screen.queryByText('Có người chờ, chưa ai sẵn sàng')).toBeNull();
  });

  it('shows a trunk’s calls, of how many where there is a limit', () => {
    const { rerender } = render(<TrunkTile trunk={trunk} />);
    expect(screen.queryByText('2 cuộc')).not.toBeNull();
    rerender(<TrunkTile trunk={{ ...trunk, limit: 30, state: 'down', reason: 'silent' }} />);
    expect(screen.queryByText('2/30 cuộc')).not.toBeNull();
    expect(screen.queryByText('nhà mạng không trả lời (OPTIONS)')).not.toBeNull();
  });

  it('says of when it is once a part has not been refreshed for long', () => {
    expect(staleSince([100_000, 101_000], 100_000 + STALE)).toBeNull();
    expect(staleSince([100_000, 101_000], 100_001 + STALE)).toBe(100_000);
  });
});
