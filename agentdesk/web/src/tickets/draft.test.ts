import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call, Card } from '../desk/protocol';
import { draftFor, emptyDraft, notedOf, saidIn, withCard, type Draft } from './draft';
import { DraftStore } from './draft-store';
import { useDraft } from './use-draft';

const server = vi.hoisted(() => ({ draft: null as { version: number; fields: Record<string, string>; dropped?: boolean } | null }));
vi.mock('../api/drafts', () => ({
  getDraft: () => Promise.resolve(server.draft && { key: 'k', updated_at: '2026-11-27T10:00:00Z', ...server.draft }),
  putDraft: (_: string, was: number, fields: Record<string, string>) => {
    server.draft = { version: was + 1, fields };
    return Promise.resolve(was + 1);
  },
  dropDraft: () => {
    server.draft = server.draft && { version: server.draft.version + 1, fields: {}, dropped: true };
    return Promise.resolve();
  },
}));
beforeEach(() => {
  localStorage.clear();
  server.draft = null;
});
const settled = () => act(() => new Promise<void>((done) => setTimeout(done)));

const call = (id: string, at = '2026-01-05T01:00:00Z'): Call => ({ id, from: '+84912345678', to: '02251022', state: 'talking', arrived_at: at });
const card: Card = { call: 'c1', number: '0912345678', name: 'Bình', address: '12 Lạch Tray', calls: [], tickets: [], complete: true };

describe('what a draft says, for a ticket that stands already', () => {
  it('has the place beside the words, once', () => {
    const draft = { ...emptyDraft('c1'), content: ' Cột điện nghiêng trước số 5 Ví Dụ ', address: 'số 5 Ví Dụ' };
    expect(saidIn(draft)).toBe('Cột điện nghiêng trước số 5 Ví Dụ');
    expect(saidIn({ ...draft, address: 'số 7 Ví Dụ', pin: { lat: 20.8449, lon: 106.6881 } })).toBe('Cột điện nghiêng trước số 5 Ví Dụ\nsố 7 Ví Dụ\n20.84490, 106.68810');
    expect(saidIn({ ...draft, content: '' })).toBe('số 5 Ví Dụ');
    expect(saidIn(emptyDraft('c1'))).toBe('');
  });
});

describe('what is noted of a draft by one key', () => {
  const draft = { ...emptyDraft('c1'), content: 'Cột điện nghiêng', urgent: true };
  const sender = { ...draft.sender, name: ' Hoa ', email: 'hoa@example.vn', address: '5 Ví Dụ', noAddress: true, phone: '0912345678' };

  it('says who sent it and what was marked', () => {
    expect(notedOf({ ...draft, sender })).toBe('Cột điện nghiêng\nNgười gửi: Hoa · hoa@example.vn\nĐã đánh dấu: Cấp bách');
    expect(notedOf({ ...draft, urgent: false })).toBe('Cột điện nghiêng');
  });

  it('names no sender who is to be confidential', () => {
    expect(notedOf({ ...draft, sender, confidential: true })).toBe('Cột điện nghiêng\nĐã đánh dấu: Cấp bách · Bảo mật thông tin người gửi');
  });
});

describe('a draft', () => {
  it('begins with what is known of the caller', () => {
    expect(draftFor(call('c1'), card).sender).toMatchObject({ name: 'Bình', phone: '0912345678', address: '12 Lạch Tray' });
    expect(draftFor(call('c1'), null).sender.phone).toBe('0912345678');
    expect(draftFor({ ...call('c1'), from: 'anonymous' }, null).sender.phone).toBe('');
  });

  it('a late card overwrites nothing that was typed or said not to exist', () => {
    const draft = draftFor(call('c1'), null);
    draft.sender.name = 'Chị Hoa';
    draft.sender.noAddress = true;
    expect(withCard(draft, card).sender).toMatchObject({ name: 'Chị Hoa', address: '' });
  });

  it('is at rest after every change, and back after a reload', () => {
    const first = renderHook(() => useDraft(new DraftStore('op01'), call('c1'), card));
    expect(first.result.current.savedAt).toBe(0);
    act(() => first.result.current.change({ content: 'Đèn' }));
    act(() => first.result.current.changeSender({ name: 'Hoa' }));
    const key = first.result.current.key;
    first.unmount();
    const again = renderHook(() => useDraft(new DraftStore('op01'), call('c1'), null));
    expect(again.result.current.draft).toMatchObject({ content: 'Đèn', sender: { name: 'Hoa', phone: '0912345678' } });
    expect(again.result.current.key).toBe(key);
  });

  it('filed: its code stays; another for the same call keeps the sender and gets a key of its own', () => {
    const hook = renderHook(() => useDraft(new DraftStore('op01'), call('c1'), card));
    act(() => hook.result.current.change({ content: 'Đèn' }));
    const key = hook.result.current.key;
    act(() => hook.result.current.setFiled('26-000001-8'));
    expect(hook.result.current.filed).toBe('26-000001-8');
    act(() => hook.result.current.another());
    expect(hook.result.current).toMatchObject({ filed: '', earlier: ['26-000001-8'], draft: { content: '', sender: { name: 'Bình' } } });
    expect(hook.result.current.key).not.toBe(key);
  });

  it('is at the server too: taken at another desk, and over there when it is filed here', async () => {
    const here = renderHook(() => useDraft(new DraftStore('op01'), call('c1'), card));
    await settled();
    act(() => here.result.current.change({ content: 'Đèn trước số 12' }));
    act(() => void window.dispatchEvent(new Event('blur')));
    await settled();
    expect(server.draft?.version).toBe(1);
    const mine = Object.keys(localStorage).map((at) => [at, localStorage.getItem(at) ?? ''] as const);
    localStorage.clear(); // another machine
    const store = new DraftStore('op01');
    const there = renderHook(() => useDraft(store, call('c1'), null));
    await settled();
    expect(there.result.current.hand.other).not.toBeNull();
    act(() => there.result.current.hand.take());
    expect(there.result.current).toMatchObject({ draft: { content: 'Đèn trước số 12' }, key: here.result.current.key });
    act(() => there.result.current.setFiled('26-000001-8'));
    await settled();
    expect([server.draft?.dropped, store.read('c1')?.filed]).toEqual([true, '26-000001-8']);
    here.unmount();
    there.unmount();
    localStorage.clear();
    for (const [at, text] of mine) localStorage.setItem(at, text);
    const again = renderHook(() => useDraft(new DraftStore('op01'), call('c1'), null));
    await settled();
    expect(again.result.current).toMatchObject({ draft: { content: '' }, filed: '' });
    expect(new DraftStore('op01').read('c1')).toBeNull();
  });

  it('goes from the server when it is thrown away, with its form open or not', async () => {
    const store = new DraftStore('op01');
    const hook = renderHook(() => useDraft(store, call('c1'), card));
    await settled();
    act(() => hook.result.current.change({ content: 'Đèn' }));
    hook.unmount();
    await settled();
    store.drop('c1');
    await settled();
    expect([server.draft?.dropped, store.read('c1')]).toEqual([true, null]);
  });

  it('says so when the browser has no room', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const hook = renderHook(() => useDraft(new DraftStore('op01'), call('c1'), card));
    act(() => hook.result.current.change({ content: 'Đèn' }));
    expect(hook.result.current).toMatchObject({ unsaved: true, draft: { content: 'Đèn' } });
  });
});

describe('the store', () => {
  const kept = (id: string, filed = '', at?: string) => ({ draft: { ...draftFor(call(id), null), content: 'Đèn' }, key: id, call: call(id, at), filed, noted: false, before: false, earlier: [] });

  it('lists what is not filed, newest call first, of one operator only', () => {
    const store = new DraftStore('op01');
    store.write('c1', kept('c1', '', '2026-01-05T01:00:00Z'));
    store.write('c2', kept('c2', '', '2026-01-05T02:00:00Z'));
    store.write('c3', kept('c3', '26-000001-8'));
    new DraftStore('op02').write('c4', kept('c4'));
    expect(store.open().map((k) => k.call.id)).toEqual(['c2', 'c1']);
    expect(store.open()).toBe(store.open());
  });

  it('shows nobody what another has, whose name goes on after a full stop', () => {
    const now = () => Date.parse('2026-01-05T01:00:00Z');
    new DraftStore('an.nv', localStorage, now).write('pbx1-1.1', kept('pbx1-1.1'));
    new DraftStore('an.nv', localStorage, now).write('pbx1-1.2', kept('pbx1-1.2', '26-000001-8'));
    const an = new DraftStore('an', localStorage, () => now() + 13 * 3600 * 1000);
    an.prune();
    expect(an.open()).toEqual([]);
    expect(new DraftStore('an.nv', localStorage, now).open().map((k) => k.call.id)).toEqual(['pbx1-1.1']);
    expect(new DraftStore('an.nv', localStorage, now).read('pbx1-1.2')?.filed).toBe('26-000001-8');
  });

  it.each<[string, Partial<Draft>, string[], boolean]>([
    ['the caller’s number alone', {}, [], false],
    ['a group, chosen by a key', { group: 1 }, [], false],
    ['spaces', { content: '  ' }, [], false],
    ['words', { content: 'Đèn' }, [], true],
    ['an address', { address: '12 Lạch Tray' }, [], true],
    ['urgency', { urgent: true }, [], true],
    ['a name that was written down', { sender: { ...emptyDraft('').sender, name: 'Hoa' } }, [], true],
    ['another ticket of a call, begun and not gone on with', { sender: { ...emptyDraft('').sender, name: 'Hoa' } }, ['26-000001-8'], false],
    ['another ticket of a call, with words', { content: 'Nước' }, ['26-000001-8'], true],
  ])('%s: worth listing? %o', (_, part, earlier, listed) => {
    const store = new DraftStore('op01');
    const one = kept('c1');
    store.write('c1', { ...one, draft: { ...one.draft, content: '', ...part }, earlier });
    expect(store.open().length).toBe(listed ? 1 : 0);
    expect(store.read('c1')).not.toBeNull(); // the form of its call shows it all the same
  });

  it('forgets filed drafts after half a day, unfiled ones never', () => {
    let now = Date.parse('2026-01-05T01:00:00Z');
    const store = new DraftStore('op01', localStorage, () => now);
    store.write('c1', kept('c1', '26-000001-8'));
    store.write('c2', kept('c2'));
    now += 13 * 3600 * 1000;
    store.prune();
    expect(store.read('c1')).toBeNull();
    expect(store.read('c2')).not.toBeNull();
  });

  it.each(['', '{', '{}', 'null', '{"draft":{}}', '{"draft":{"sender":{}},"key":"k"}'])('ignores what it cannot read: %s', (text) => {
    localStorage.setItem('hotline.draft.op01.c1', text);
    expect(new DraftStore('op01').read('c1')).toBeNull();
  });
});
