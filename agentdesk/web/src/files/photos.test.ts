import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { MOST_BYTES } from '../api/files';
import type { Keep, KeptFile } from './kept-files';
import { Photos, type Ways } from './photos';
import { fitting } from './shrink';

const picture = (name: string) => new File(['x'], name, { type: 'image/jpeg' });

function ways(send: Ways['send'], shrink: Ways['shrink'] = (file) => Promise.resolve(file)): Ways {
  return { shrink, send, show: () => 'blob:shown' };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('pictures on their way', () => {
  it('are sent one after the other, and kept', async () => {
    const sent: string[] = [];
    const photos = new Photos('26-000001-3', ways((code, _, name) => Promise.resolve(sent.push(`${code} ${name}`))));
    await photos.add([picture('a.jpg'), picture('b.jpg')]);
    expect(sent).toEqual(['26-000001-3 a.jpg', '26-000001-3 b.jpg']);
    expect(photos.all().map((photo) => photo.state)).toEqual(['kept', 'kept']);
  });

  it('are sent again by themselves when the connection is back, and not before', async () => {
    let away = true;
    const photos = new Photos('26-000001-3', ways(() => (away ? Promise.reject(new ApiError(0)) : Promise.resolve())));
    await photos.add([picture('a.jpg')]);
    expect(photos.all()[0]).toMatchObject({ state: 'failed', offline: true });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(photos.all()[0]?.state).toBe('failed');
    away = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(photos.all()[0]?.state).toBe('kept');
  });

  it('that the server refuses wait for a person, and say why; those that it will never take say that', async () => {
    const never = new Photos('26-000001-3', ways(() => Promise.reject(new ApiError(415, { detail: 'Không nhận loại tệp này.' }))));
    await never.add([picture('a.jpg')]);
    expect(never.all()[0]).toMatchObject({ state: 'failed', offline: false, final: true, why: 'Không nhận loại tệp này.' });
    let refused = true;
    const photos = new Photos('26-000001-3', ways(() => (refused ? Promise.reject(new ApiError(503, { detail: 'Hệ thống đang bận.' })) : Promise.resolve())));
    await photos.add([picture('a.jpg')]);
    expect(photos.all()[0]).toMatchObject({ state: 'failed', offline: false, final: false, why: 'Hệ thống đang bận.' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(photos.all()[0]?.state).toBe('failed');
    refused = false;
    photos.retry(photos.all()[0]?.id);
    await vi.advanceTimersByTimeAsync(0);
    expect(photos.all()[0]?.state).toBe('kept');
  });

  it('that are too large are not sent at all', async () => {
    const send = vi.fn(() => Promise.resolve());
    const photos = new Photos('26-000001-3', ways(send, () => Promise.resolve({ size: MOST_BYTES + 1 } as Blob)));
    await photos.add([picture('a.jpg')]);
    expect(photos.all()[0]).toMatchObject({ state: 'failed', barred: 'large' });
    expect(send).not.toHaveBeenCalled();
  });
});

describe('the act that pictures were taken for is done', () => {
  it('and they are forgotten, with those that will never be taken; what is on its way goes on', async () => {
    const answers: Record<string, () => Promise<void>> = { 'kept.jpg': () => Promise.resolve(), 'fake.jpg': () => Promise.reject(new ApiError(415)), 'away.jpg': () => Promise.reject(new ApiError(0)) };
    const photos = new Photos('26-000001-3', ways((_, __, name) => answers[name]?.() ?? Promise.resolve()));
    await photos.add(Object.keys(answers).map(picture));
    photos.settle();
    expect(photos.all().map(({ name }) => name)).toEqual(['away.jpg']);
    answers['away.jpg'] = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(photos.all()).toEqual([]);
  });
});

describe('the size of a picture', () => {
  it.each([
    [4000, 3000, 1600, 1200],
    [3000, 4000, 1200, 1600],
    [800, 600, 800, 600],
    [20_000, 3, 1600, 1],
  ])('%i × %i becomes %i × %i', (width, height, w, h) => {
    expect(fitting(width, height)).toEqual({ width: w, height: h });
  });
});

describe('files that wait for their ticket', () => {
  function kept(files: KeptFile[] = []) {
    const at = new Map(files.map((file) => [file.id, file]));
    const keep: Keep = {
      all: () => Promise.resolve([...at.values()]),
      put: (file) => {
        at.set(file.id, file);
        return Promise.resolve();
      },
      file: (code, ids) => {
        for (const id of ids) at.set(id, { ...(at.get(id) as KeptFile), code });
        return Promise.resolve();
      },
      drop: (ids) => {
        for (const id of ids) at.delete(id);
        return Promise.resolve();
      },
    };
    return { at, keep };
  }

  it('are kept until it is filed, then sent, and kept no longer', async () => {
    const sent: string[] = [];
    const { at, keep } = kept();
    const photos = new Photos('', ways((code, _, name) => Promise.resolve(sent.push(`${code} ${name}`))), keep);
    await photos.add([picture('a.jpg'), picture('b.jpg')]);
    expect(sent).toEqual([]);
    expect([...at.values()].map(({ name, code }) => `${name}${code}`)).toEqual(['a.jpg', 'b.jpg']);
    photos.drop(photos.all()[0]?.id);
    expect(at.size).toBe(1);
    await photos.file('26-000001-3');
    expect(sent).toEqual(['26-000001-3 b.jpg']);
    expect(at.size).toBe(0);
  });

  it('go on after a reload, also to a ticket that was filed before it', async () => {
    const sent: string[] = [];
    const { keep } = kept([{ id: 7, name: 'a.jpg', file: picture('a.jpg'), code: '26-000001-3', at: 1 }]);
    await new Photos('', ways((code, _, name) => Promise.resolve(sent.push(`${code} ${name}`))), keep).restore();
    expect(sent).toEqual(['26-000001-3 a.jpg']);
  });

  it('are sent once who was signed out is back', async () => {
    let out = true;
    const photos = new Photos('', ways(() => (out ? Promise.reject(new ApiError(401)) : Promise.resolve())), kept().keep);
    await photos.add([picture('a.jpg')]);
    await photos.file('26-000001-3');
    expect(photos.all()[0]).toMatchObject({ state: 'failed', offline: true });
    out = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(photos.all()[0]?.state).toBe('kept');
  });

  it('are kept as they came before they are made smaller, and taken anew after a reload meanwhile', async () => {
    const { at, keep } = kept();
    const never = new Promise<Blob>(() => undefined);
    const photos = new Photos('', ways(() => Promise.resolve(), () => never), keep);
    void photos.add([picture('a.jpg'), picture('b.jpg')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(photos.all().map(({ stored }) => stored)).toEqual([true, true]);
    const anew = new Photos('', ways(() => Promise.resolve(), () => Promise.resolve(new Blob(['small']))), keep);
    await anew.restore();
    expect([...at.values()].map(({ name, file }) => `${name} ${file.size}`)).toEqual(['a.jpg 5', 'b.jpg 5']);
  });

  it.each([
    ['a page', 'text/html', 'kind'],
    ['a drawing that runs', 'image/svg+xml', 'kind'],
    ['a program', 'application/x-msdownload', 'kind'],
    ['of an unknown kind', '', null],
    ['a document', 'application/pdf', null],
    ['a voice', 'audio/mpeg', null],
  ] as const)('%s is refused at once, or waits', async (_, type, barred) => {
    const { at, keep } = kept();
    const photos = new Photos('', ways(() => Promise.resolve()), keep);
    await photos.add([new File(['x'], 'x', { type })]);
    expect(photos.all()[0]).toMatchObject({ barred, final: barred !== null, state: barred ? 'failed' : 'waiting' });
    expect(at.size).toBe(barred ? 0 : 1);
  });

  it('that are too large are said to be before anything is sent, and those that the browser cannot keep', async () => {
    const huge = { size: MOST_BYTES + 1, type: 'image/jpeg' } as Blob;
    const { at, keep } = kept();
    const photos = new Photos('', ways(() => Promise.resolve(), () => Promise.resolve(huge)), keep);
    await photos.add([picture('a.jpg')]);
    expect(photos.all()[0]).toMatchObject({ state: 'failed', barred: 'large' });
    expect(at.size).toBe(0);
    const full = new Photos('', ways(() => Promise.resolve()), { ...keep, put: () => Promise.reject(new Error('full')) });
    await full.add([picture('a.jpg')]);
    expect(full.all()[0]).toMatchObject({ state: 'waiting', stored: false });
  });
});
