import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { DraftSync, QUIET, same, type Other } from './sync';

/** A server with one draft, as the API behaves. */
const server = vi.hoisted(() => {
  const state = { draft: null as { version: number; fields: Record<string, string> } | null, away: false, asked: [] as string[] };
  return state;
});
vi.mock('../api/drafts', async () => {
  const { ApiError: Failed } = await import('../api/client');
  const full = () => ({ key: 'k', updated_at: '2026-11-27T10:00:00Z', ...server.draft });
  const asked = async (what: string) => {
    server.asked.push(what);
    await Promise.resolve();
    if (server.away) throw new Failed(0);
  };
  return {
    getDraft: async () => {
      await asked('get');
      return server.draft && full();
    },
    putDraft: async (_: string, was: number, fields: Record<string, string>) => {
      await asked(`put ${fields['text']}`);
      if (server.draft && server.draft.version !== was) throw new Failed(409, { code: 'changed_meanwhile', draft: full() as never });
      server.draft = { version: was + 1, fields };
      return was + 1;
    },
    dropDraft: async () => {
      await asked('drop');
      server.draft = null;
    },
  };
});

function machine(mine: Record<string, string> | null, at = 'here') {
  const told: (Other | null)[] = [];
  const sync = new DraftSync('act:X', at, mine, (other) => told.push(other));
  return { sync, other: () => told.at(-1) ?? null };
}

const quiet = () => vi.advanceTimersByTimeAsync(QUIET);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.assign(server, { draft: null, away: false, asked: [] });
});

describe('a draft at the server', () => {
  it('is told once, after the last key stroke', async () => {
    const { sync } = machine(null);
    await sync.open();
    sync.type({ text: 'Đ' });
    sync.type({ text: 'Đã' });
    await vi.advanceTimersByTimeAsync(QUIET - 1);
    expect(server.asked).toEqual(['get']);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.draft).toEqual({ version: 1, fields: { text: 'Đã' } });
    sync.type({ text: 'Đã sửa' });
    await sync.flush();
    expect(server.draft?.version).toBe(2);
  });

  it('is offered at another machine, and taken or left', async () => {
    server.draft = { version: 4, fields: { text: 'ở máy kia' } };
    const taking = machine(null);
    await taking.sync.open();
    expect(taking.other()).toMatchObject({ fields: { text: 'ở máy kia' }, at: '2026-11-27T10:00:00Z' });
    expect(taking.sync.take()).toEqual({ text: 'ở máy kia' });
    expect(taking.other()).toBeNull();
    taking.sync.type({ text: 'ở máy kia, tiếp' });
    await quiet();
    expect(server.draft).toEqual({ version: 5, fields: { text: 'ở máy kia, tiếp' } });

    const staying = machine({ text: 'ở đây' }, 'there');
    await staying.sync.open();
    expect(staying.other()).not.toBeNull();
    staying.sync.type({ text: 'ở đây nữa' });
    await quiet();
    expect(server.draft.fields['text']).toBe('ở máy kia, tiếp'); // both are there until one is chosen
    staying.sync.keepMine();
    await quiet();
    expect(server.draft).toEqual({ version: 6, fields: { text: 'ở đây nữa' } });
  });

  it('is offered when another machine writes meanwhile', async () => {
    const one = machine(null);
    await one.sync.open();
    one.sync.type({ text: 'một' });
    await quiet();
    server.draft = { version: 2, fields: { text: 'hai' } };
    one.sync.type({ text: 'một nữa' });
    await quiet();
    expect(one.other()?.fields).toEqual({ text: 'hai' });
  });

  it('is not offered to who wrote it, though the answer was lost', async () => {
    server.draft = { version: 3, fields: { text: 'của tôi', basis: '' } };
    const { sync, other } = machine({ text: 'của tôi' });
    await sync.open();
    expect(other()).toBeNull();
    sync.type({ text: 'của tôi nữa' });
    await quiet();
    expect(server.draft.version).toBe(4);
  });

  it('goes when its act is done, also when the server hears of that late', async () => {
    const one = machine(null);
    await one.sync.open();
    one.sync.type({ text: 'x' });
    await quiet();
    server.away = true;
    one.sync.forget();
    await quiet();
    expect(server.draft).not.toBeNull();
    server.away = false;
    const again = machine(null);
    await again.sync.open();
    expect([server.draft, again.other()]).toEqual([null, null]);
  });

  it('comes to the server when there is a connection again', async () => {
    server.away = true;
    const { sync } = machine(null);
    await sync.open();
    sync.type({ text: 'không mạng' });
    await quiet();
    expect(server.draft).toBeNull();
    server.away = false;
    await sync.flush();
    expect(server.draft).toEqual({ version: 1, fields: { text: 'không mạng' } });
  });

  it('of another tab is offered, unless it says the same', async () => {
    const { sync, other } = machine({ text: 'a' });
    await sync.open();
    sync.elsewhere({ text: 'a' }, new Date(0));
    expect(other()).toBeNull();
    sync.elsewhere({ text: 'b' }, new Date(0));
    expect(other()?.fields).toEqual({ text: 'b' });
    sync.type({ text: 'b' });
    expect(other()).toBeNull();
  });

  it('compares words, not what is missing', () => {
    expect([same({ a: '' }, {}), same({ a: '1' }, { a: '1', b: '' }), same({ a: '1' }, {})]).toEqual([true, true, false]);
    expect(new ApiError(409).draft).toBeUndefined();
  });
});
