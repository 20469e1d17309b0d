import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { seenOf, writeSeen } from './seen';
import { DraftSync, QUIET, same, type Other, type Refused } from './sync';
import { wordsIn } from './words';

/** A server with one draft, as the API behaves. */
const server = vi.hoisted(() => {
  const state = { draft: null as { version: number; fields: Record<string, string>; dropped?: boolean } | null, refuses: null as { status: number; code: string } | null, away: false, asked: [] as string[] };
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
      if (server.refuses) throw new Failed(server.refuses.status, { code: server.refuses.code });
      if (server.draft && !server.draft.dropped && server.draft.version !== was) throw new Failed(409, { code: 'changed_meanwhile', draft: full() as never });
      const version = Math.max(was, server.draft?.version ?? 0) + 1;
      server.draft = { version, fields };
      return version;
    },
    dropDraft: async () => {
      await asked('drop');
      if (server.draft && !server.draft.dropped) server.draft = { version: server.draft.version + 1, fields: {}, dropped: true };
    },
  };
});

function machine(mine: Record<string, string> | null, at = 'here') {
  const told: (Other | null)[] = [];
  const refused: Refused[] = [];
  const gone = vi.fn();
  const sync = new DraftSync('act:X', at, mine, { other: (other) => told.push(other), refused: (why) => refused.push(why) });
  return { sync, gone, other: () => told.at(-1) ?? null, refused: () => refused.at(-1) ?? '' };
}

const quiet = () => vi.advanceTimersByTimeAsync(QUIET);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.assign(server, { draft: null, refuses: null, away: false, asked: [] });
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
    expect(server.draft).toMatchObject({ version: 1, fields: { text: 'x' } });
    server.away = false;
    const again = machine(null);
    await again.sync.open();
    expect([server.draft, again.other()]).toEqual([{ version: 2, fields: {}, dropped: true }, null]);
  });

  it('that was dropped at one machine goes at the other, too', async () => {
    const one = machine(null);
    await one.sync.open();
    one.sync.type({ text: 'x' });
    await quiet();
    const other = machine({ text: 'x' }, 'there');
    await other.sync.open();
    one.sync.forget();
    await quiet();
    const later = machine({ text: 'x' }, 'there');
    await later.sync.open(later.gone);
    await quiet();
    expect(later.gone).toHaveBeenCalledOnce();
    expect([server.draft?.dropped, later.other()]).toEqual([true, null]);
  });

  it('stays where something was typed that the other machine never saw', async () => {
    server.draft = { version: 3, fields: {}, dropped: true };
    writeSeen('there', 2, 'typed');
    const { sync, gone } = machine({ text: 'gõ khi mất mạng' }, 'there');
    await sync.open(gone);
    await quiet();
    expect(gone).not.toHaveBeenCalled();
    expect(server.draft).toEqual({ version: 4, fields: { text: 'gõ khi mất mạng' } });
  });

  it('that the server merely forgot with time stays', async () => {
    writeSeen('here', 5, 'same');
    const { sync, gone } = machine({ text: 'cũ' });
    await sync.open(gone);
    await quiet();
    expect(gone).not.toHaveBeenCalled();
    expect(server.draft).toEqual({ version: 1, fields: { text: 'cũ' } });
  });

  it('is never written over by older words that a full browser has left', async () => {
    const full = machine({ text: 'cũ' });
    await full.sync.open();
    await quiet();
    full.sync.type({ text: 'cũ và mới' }, false);
    await quiet();
    expect(seenOf('here')).toEqual({ version: 2, standing: 'same' });
    const reloaded = machine({ text: 'cũ' });
    await reloaded.sync.open();
    await quiet();
    expect(reloaded.other()?.fields).toEqual({ text: 'cũ và mới' });
    expect(server.draft?.fields).toEqual({ text: 'cũ và mới' });
  });

  it.each<[number, string, Refused]>([
    [413, 'too_large', 'large'],
    [409, 'drafts_full', 'full'],
    [409, 'drafts_off', 'off'],
    [500, 'internal', ''],
  ])('says why it is not kept there: %i %s', async (status, code, why) => {
    server.refuses = { status, code };
    const { sync, refused } = machine(null);
    await sync.open();
    sync.type({ text: 'x' });
    await quiet();
    expect(refused()).toBe(why);
  });

  it('offers its words, not its fields', () => {
    expect([wordsIn({ was: '3', value: '{"code":"SXD","text":"Đèn hỏng"}' }), wordsIn({ text: '[chưa rõ' }), wordsIn({})]).toEqual(['Đèn hỏng', '[chưa rõ', '']);
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

  it('of another tab, or machine, is offered no more once it is sent there', async () => {
    const untouched = machine(null);
    untouched.sync.elsewhere({ text: 'a' }, new Date(0));
    expect([untouched.sync.overElsewhere({ text: 'a' }), untouched.other()]).toEqual([null, null]);
    expect(machine({ text: 'a' }).sync.overElsewhere({ text: 'a' })).toBe('gone');
    const own = machine({ text: 'của tôi' });
    own.sync.elsewhere({ text: 'a' }, new Date(0));
    expect([own.sync.overElsewhere({ text: 'a' }), own.other()]).toEqual([{ text: 'của tôi' }, null]);
    await quiet();
    expect(server.draft?.fields).toEqual({ text: 'của tôi' });

    const back = machine(null, 'there');
    await back.sync.open();
    await back.sync.lookAgain();
    expect(back.other()).not.toBeNull();
    server.draft = { version: 5, fields: {}, dropped: true };
    await back.sync.lookAgain();
    expect(back.other()).toBeNull();
  });

  it('compares words, not what is missing', () => {
    expect([same({ a: '' }, {}), same({ a: '1' }, { a: '1', b: '' }), same({ a: '1' }, {})]).toEqual([true, true, false]);
    expect(new ApiError(409).draft).toBeUndefined();
  });
});
