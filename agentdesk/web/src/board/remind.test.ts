import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { type Chosen, chosenFrom, keyOf, remindable, remindAll, toKept } from './remind';

const server = vi.hoisted(() => ({ asked: [] as unknown[], fails: new Map<string, Error>() }));
vi.mock('../api/work', () => ({
  doAct: (code: string, act: string, version: number, fields: unknown) => {
    server.asked.push([code, act, version, fields]);
    const fault = server.fails.get(code);
    return fault ? Promise.reject(fault) : Promise.resolve({ version: version + 1 });
  },
}));

const of = (ticket: string, unit = 'SXD', version = 3): Chosen & { remindable: boolean } => ({ ticket, version, unit, unit_name: unit, remindable: unit !== '' });

beforeEach(() => {
  server.asked = [];
  server.fails.clear();
});

describe('many are reminded', () => {
  it('each once, and none that one may not remind of', () => {
    expect(remindable([of('a'), of('a'), of('a', 'SYT'), of('b', '')]).map((one) => one.ticket + one.unit)).toEqual(['aSXD', 'aSYT']);
  });

  it('one after the other, of the version that the last one made', async () => {
    const sent = await remindAll([of('a'), of('a', 'SYT'), of('b', 'SXD', 7)], 'Khẩn trương', () => undefined);
    expect(sent.map(({ fault }) => fault)).toEqual([null, null, null]);
    expect(server.asked).toEqual([
      ['a', 'remind', 3, { text: 'Khẩn trương', unit: 'SXD' }],
      ['a', 'remind', 4, { text: 'Khẩn trương', unit: 'SYT' }],
      ['b', 'remind', 7, { text: 'Khẩn trương', unit: 'SXD' }],
    ]);
  });

  it('and who could not be is said, with why; the others are', async () => {
    server.fails.set('a', new ApiError(409, { detail: 'Hồ sơ vừa thay đổi' }));
    const sent = await remindAll([of('a'), of('b')], 'x', () => undefined);
    expect(sent.map(({ fault }) => fault?.message)).toEqual(['Hồ sơ vừa thay đổi', undefined]);
  });

  it('until there is no connection', async () => {
    server.fails.set('a', new ApiError(0));
    const sent = await remindAll([of('a'), of('b')], 'x', () => undefined);
    expect(sent.map(({ fault }) => fault?.offline)).toEqual([true, true]);
    expect(server.asked).toHaveLength(1);
  });
});

it('keeps what is chosen over a reload, and nothing that is no choice', () => {
  const one = { ticket: '26-000001-3', version: 4, unit: 'SXD', unit_name: 'Sở Xây dựng' };
  const kept = toKept(new Map([[keyOf(one), one]]));
  expect([...chosenFrom(kept).values()]).toEqual([one]);
  expect(toKept(new Map())).toBeNull();
  expect(chosenFrom({ a: '{', b: '{"ticket":1}', c: 'null' }).size).toBe(0);
});
