import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dependency } from '../api/types';
import Troubles, { inTrouble, Noticed } from './troubles';

const server = vi.hoisted(() => ({ all: [] as unknown[], role: 'leader' }));
vi.mock('../api/dependencies', () => ({ dependencies: () => Promise.resolve(server.all) }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'a', name: 'A', role: server.role, operator: server.role === 'operator' } }) }));

const of = (name: Dependency['name'], state: Dependency['state'], detail = ''): Dependency => ({ name, state, since: '2026-03-02T01:02:00Z', detail });

function page(...all: Dependency[]): void {
  server.all = all;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Troubles />
      <Noticed />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  server.role = 'leader';
});

describe('what fails of all that the hotline rests on', () => {
  it('is told with since when, what to do, and what the server says', async () => {
    page(of('spool', 'failing', 'read-only'), of('database', 'ok'), of('storage', 'unknown'));
    expect((await screen.findByTestId('trouble-spool')).textContent).toMatch(/^Cuộc gọi đang KHÔNG được ghi âm từ 02\/03 08:02\. Ổ ghi âm .*Máy chủ báoread-only$/);
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('tells an operator that calls are not recorded, and who knows', async () => {
    server.role = 'operator';
    page(of('spool', 'failing'));
    expect((await screen.findByTestId('trouble-spool')).textContent).toMatch(/^Cuộc gọi đang KHÔNG được ghi âm .* Trưởng ca và quản trị cũng đang thấy dòng này\.$/);
  });

  it('tells an administrator what to do, and not to tell one', async () => {
    server.role = 'admin';
    const all = ['asterisk', 'spool', 'spool_room', 'database', 'journal', 'storage', 'evidence', 'proofs', 'retention', 'calendar', 'trunks', 'recordings', 'transcription'] as const;
    for (const name of all) {
      page(of(name, 'failing'), { ...of('storage', 'ok'), notice: 'unlocked' });
      expect((await screen.findByTestId(`trouble-${name}`)).textContent, name).not.toMatch(/quản trị/i);
      expect((await screen.findByTestId('notice-unlocked')).textContent).not.toMatch(/quản trị/i);
      cleanup();
    }
  });

  it('tells quietly of what does its work and is no evidence', async () => {
    page(of('database', 'ok', 'schema 4'), { ...of('storage', 'ok', 'the bucket has no object lock'), notice: 'unlocked' }, { ...of('evidence', 'ok'), notice: 'unsigned' });
    expect((await screen.findByTestId('notice-unlocked')).textContent).toMatch(/^Kho lưu trữ không khóa bản ghi âm\. .*object lock/);
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.queryByTestId('troubles')).toBeNull();
    cleanup();
    page({ ...of('recordings', 'ok'), notice: 'flawed' });
    expect((await screen.findByTestId('notice-flawed')).textContent).toMatch(/^Có bản ghi âm trong 24 giờ qua không toàn vẹn\. /);
    cleanup();
    page({ ...of('recordings', 'ok'), notice: 'orphans' });
    expect((await screen.findByTestId('notice-orphans')).textContent).toMatch(/Không xóa gì/);
  });

  it('is the cause alone, where others fail because of it', () => {
    const named = (...all: Dependency[]) => inTrouble(all).map(({ name }) => name);
    expect(named(of('spool', 'failing'), of('spool_room', 'failing'), of('database', 'failing'), of('evidence', 'failing'), of('calendar', 'failing'), of('storage', 'failing'))).toEqual(['spool', 'database', 'storage']);
    expect(named(of('database', 'ok'), of('evidence', 'failing'), of('transcription', 'degraded'))).toEqual(['evidence', 'transcription']);
  });
});
