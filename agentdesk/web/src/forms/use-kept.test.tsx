import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { useEdit } from './use-edit';
import { useKept } from './use-kept';

vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'admin' } }) }));
vi.mock('../api/drafts', () => ({ getDraft: () => new Promise(() => undefined), putDraft: () => Promise.resolve(1), dropDraft: () => Promise.resolve() }));

interface Thing {
  version: number;
  text: string;
}
const sent = vi.fn((draft: { text: string }, version: number) => Promise.resolve({ version: version + 1, text: draft.text }));

const within = ({ children }: { children: ReactNode }) => createElement(QueryClientProvider, { client: new QueryClient() }, children);
const edit = (thing: Thing) =>
  renderHook(
    () => useEdit({ form: 'x', thing, version: (one) => one.version, draftOf: ({ text }) => ({ text }), send: sent, now: () => Promise.resolve(thing), onSaved: () => undefined }),
    { wrapper: within },
  );

describe('what is typed into a form', () => {
  beforeEach(() => {
    localStorage.clear();
    sent.mockClear();
  });

  it('is there again, until it is saved or dropped', () => {
    const first = renderHook(() => useKept('x', 3, { text: '' }));
    act(() => first.result.current.change({ text: 'Xin chào' }));
    first.unmount();
    const again = renderHook(() => useKept('x', 3, { text: '' }));
    expect(again.result.current).toMatchObject({ value: { text: 'Xin chào' }, again: true, dirty: true, overtaken: false });
    act(() => again.result.current.reset({ text: '' }));
    expect(renderHook(() => useKept('x', 3, { text: '' })).result.current).toMatchObject({ value: { text: '' }, again: false, dirty: false });
  });

  it('is nothing where it cannot be read', () => {
    localStorage.setItem('hotline.draft.x:admin', '{"was":"3","value":"{"}');
    expect(renderHook(() => useKept('x', 3, { text: 'a' })).result.current.value).toEqual({ text: 'a' });
  });

  it('is taken by a form that asks for more since, and by none of another kind', () => {
    localStorage.setItem('hotline.draft.x:admin', '{"was":"3","value":"{\\"text\\":\\"a\\"}"}');
    expect(renderHook(() => useKept('x', 3, { text: '', days: ['2026-12-01'] })).result.current.value).toEqual({ text: 'a', days: ['2026-12-01'] });
    const other = renderHook(() => useKept('x', 3, 'một câu')).result.current;
    expect([other.value, other.again]).toEqual(['một câu', false]);
  });

  it('while it is saved stays, on top of what it became', async () => {
    let answer: (thing: Thing) => void = () => undefined;
    sent.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const { result } = edit({ version: 3, text: 'cũ' });
    act(() => result.current.change({ text: 'của tôi' }));
    act(() => result.current.send());
    await waitFor(() => expect(sent).toHaveBeenCalledOnce());
    act(() => result.current.change({ text: 'của tôi, và thêm' }));
    await act(async () => {
      answer({ version: 4, text: 'của tôi' });
      await Promise.resolve();
    });
    await waitFor(() => expect(result.current.busy).toBe(false));
    expect([result.current.draft.value, result.current.draft.dirty, result.current.theirs]).toEqual([{ text: 'của tôi, và thêm' }, true, null]);
    act(() => result.current.send());
    await waitFor(() => expect(sent).toHaveBeenLastCalledWith({ text: 'của tôi, và thêm' }, 4));
  });

  it('while it is saved stays in a group of fields too, on top of what others made of its other fields', () => {
    const { result } = renderHook(() => useKept('g', 0, { now: { name: 'A', unit: 'x' }, days: {} }));
    const sent = { now: { name: 'B', unit: 'x' }, days: { first: 1 } as Record<string, number> };
    act(() => result.current.change(sent));
    act(() => result.current.change((last) => ({ ...last, now: { ...last.now, name: 'C' }, days: { ...last.days, second: 2 } })));
    act(() => result.current.saved({ now: { name: 'B', unit: 'y' }, days: {} }, sent, 0));
    expect([result.current.value, result.current.dirty]).toEqual([{ now: { name: 'C', unit: 'y' }, days: { second: 2 } }, true]);
  });

  it('is none any more once all of it was taken off, one thing after the other, and saved before it was drawn', () => {
    const { result } = renderHook(() => useKept<Record<string, string>>('r', 0, {}));
    act(() => result.current.change({ a: '1', b: '2' }));
    const { change, saved } = result.current;
    act(() => {
      change(({ b }) => ({ b: b ?? '' }));
      change(() => ({}));
      saved({}, {}, 0);
    });
    expect([result.current.value, result.current.dirty, localStorage.getItem('hotline.draft.r:admin')]).toEqual([{}, false, null]);
  });

  it('is laid beside what another saved since, and goes on top of it', async () => {
    const before = edit({ version: 3, text: 'cũ' });
    act(() => before.result.current.change({ text: 'của tôi' }));
    before.unmount();
    const { result } = edit({ version: 4, text: 'của người khác' });
    expect(result.current.draft.value).toEqual({ text: 'của tôi' });
    expect(result.current.theirs).toEqual({ text: 'của người khác' });
    act(() => result.current.keepMine());
    expect(result.current.theirs).toBeNull();
    await act(async () => {
      result.current.send();
      await Promise.resolve();
    });
    expect(sent).toHaveBeenCalledWith({ text: 'của tôi' }, 4);
  });

  it('changes back nothing that another saved elsewhere in it', async () => {
    const refused = new ApiError(409, { code: 'changed_meanwhile', detail: 'Người khác vừa lưu' });
    const send = vi.fn((draft: { text: string; phone: string }, version: number) => (version === 3 ? Promise.reject(refused) : Promise.resolve({ version: 5, ...draft })));
    const { result } = renderHook(
      () =>
        useEdit({
          form: 'y',
          thing: { version: 3, text: 'cũ', phone: '1' },
          version: (one) => one.version,
          draftOf: ({ text, phone }) => ({ text, phone }),
          send,
          now: () => Promise.resolve({ version: 4, text: 'cũ', phone: '2' }),
          onSaved: () => undefined,
        }),
      { wrapper: within },
    );
    act(() => result.current.change({ text: 'của tôi' }));
    act(() => result.current.send());
    await waitFor(() => expect(result.current.theirs).toEqual({ text: 'cũ', phone: '2' }));
    expect(result.current.draft.value).toEqual({ text: 'của tôi', phone: '2' });
    act(() => result.current.keepMine());
    act(() => result.current.send());
    await waitFor(() => expect(send).toHaveBeenLastCalledWith({ text: 'của tôi', phone: '2' }, 4));
  });

  it('is nothing yet: then who comes back to the form finds what was saved elsewhere, and what is typed later goes on top of that', async () => {
    const stands = { version: 3, text: 'cũ' };
    const asked = vi.fn(() => Promise.resolve({ ...stands }));
    const { result } = renderHook(
      () => useEdit({ form: 'z', thing: { version: 3, text: 'cũ' }, version: (one) => one.version, draftOf: ({ text }) => ({ text }), send: sent, now: asked, onSaved: () => undefined }),
      { wrapper: within },
    );
    Object.assign(stands, { version: 4, text: 'của tab kia' });
    act(() => void window.dispatchEvent(new Event('focus')));
    await waitFor(() => expect(result.current.draft.value).toEqual({ text: 'của tab kia' }));
    expect([result.current.draft.dirty, result.current.theirs]).toEqual([false, null]);
    act(() => result.current.change({ text: 'của tôi' }));
    Object.assign(stands, { version: 5, text: 'lại khác' });
    act(() => void window.dispatchEvent(new Event('focus')));
    await act(() => Promise.resolve());
    expect([result.current.draft.value, asked.mock.calls.length]).toEqual([{ text: 'của tôi' }, 1]);
    act(() => result.current.send());
    await waitFor(() => expect(sent).toHaveBeenLastCalledWith({ text: 'của tôi' }, 4));
  });

  it('is dropped for theirs on one’s word alone', () => {
    const before = edit({ version: 3, text: 'cũ' });
    act(() => before.result.current.change({ text: 'của tôi' }));
    before.unmount();
    const { result } = edit({ version: 4, text: 'của người khác' });
    act(() => result.current.takeTheirs());
    expect([result.current.draft.value, result.current.theirs, result.current.draft.dirty]).toEqual([{ text: 'của người khác' }, null, false]);
  });
});
