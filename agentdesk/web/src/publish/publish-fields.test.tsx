import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newQueries } from '../api/query-client';
import type { Typed } from '../acts/model';
import type { TextPart } from '../api/publication';
import { HIDDEN, hide } from './marks';
import PublishFields from './publish-fields';

const PHONE = /0\d{3} \d{3} \d{3}/;
const look = (text: string): TextPart[] =>
  text.split(/(0\d{3} \d{3} \d{3}|Nguyễn An)/).filter(Boolean).map((one) => ({ text: one, kind: PHONE.test(one) ? 'phone' : one === 'Nguyễn An' ? 'name' : '', sure: PHONE.test(one) }));
const server = vi.hoisted(() => ({ fails: false, sent: [] as unknown[] }));
vi.mock('../api/publication', () => ({
  previewPublication: (_: string, words: { content: string; result: string }) =>
    server.fails ? Promise.reject(new Error('no')) : Promise.resolve({ version: 3, content: look(words.content), result: look(words.result), files: [{ id: 'f1', name: 'anh.jpg', type: 'image/jpeg', public: false }] }),
  publishedForm: (code: string, id: string) => `/${code}/${id}`,
}));
vi.mock('../api/work', () => ({
  doAct: (...all: unknown[]) => {
    server.sent.push(all);
    return Promise.resolve({});
  },
}));

const ticket = { code: '26-000001-3', version: 3, can: ['publish', 'publish_file'] } as never;

function Form({ from, faults }: { from: Typed; faults: Readonly<Record<string, string>> }) {
  const [own, setOwn] = useState(from);
  return (
    <>
      <output>{JSON.stringify(own)}</output>
      <PublishFields ticket={ticket} typed={own} faults={faults} onType={(part) => setOwn({ ...own, ...part })} />
    </>
  );
}

const typed = () => JSON.parse(document.querySelector('output')?.textContent ?? '') as Typed;

async function form(content: string, result = 'Đã sửa.') {
  const queries = newQueries(0);
  const drawn = (faults: Readonly<Record<string, string>>) => (
    <QueryClientProvider client={queries}>
      <Form from={{ content, result, checked: 'yes', sure: 'yes' }} faults={faults} />
    </QueryClientProvider>
  );
  const { rerender } = render(drawn({}));
  if (!server.fails) await waitFor(() => expect(screen.getByTestId('publish').dataset['current']).toBe('true'));
  return { refused: (faults: Readonly<Record<string, string>>) => rerender(drawn(faults)) };
}

describe('what is published', () => {
  beforeEach(() => {
    cleanup();
    Object.assign(server, { fails: false, sent: [] });
  });

  it('hides each thing that was found by one tap, and confirms nothing of words that have changed', async () => {
    await form('Gọi Nguyễn An số 0912 345 678 nhé');
    expect(screen.getByTestId('publish-hide-content-0').dataset['found']).toBe('name');
    expect(screen.getByTestId('act-sure')).toBeTruthy();
    fireEvent.click(screen.getByTestId('publish-hide-content-1'));
    expect(typed()).toEqual({ content: `Gọi Nguyễn An số ${HIDDEN} nhé`, result: 'Đã sửa.', checked: '', sure: '' });
    await waitFor(() => expect(screen.getByTestId('publish').dataset['current']).toBe('true'));
    // A name may be a word like others: of it nobody has to be sure.
    expect(screen.queryByTestId('act-sure')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('publish-hide-content-0'));
  });

  it('hides all at once', async () => {
    await form('Nguyễn An 0912 345 678', 'Báo 0912 345 678');
    fireEvent.click(screen.getByTestId('publish-hide-all'));
    expect(typed()).toMatchObject({ content: `${HIDDEN} ${HIDDEN}`, result: `Báo ${HIDDEN}` });
    expect(hide(look('x'), () => true)).toBe('x');
  });

  it('lets the words be written in, and looks at them again', async () => {
    await form('Đèn hỏng');
    fireEvent.click(screen.getByTestId('publish-edit-content'));
    fireEvent.change(screen.getByTestId('act-content'), { target: { value: 'Đèn hỏng, hỏi 0912 345 678' } });
    expect(screen.getByTestId('publish').dataset['current']).toBe('false');
    await screen.findByTestId('publish-hide-content-0');
  });

  it('is written in where it is refused, until whoever mends it looks again', async () => {
    const { refused } = await form('Đèn hỏng');
    expect(screen.queryByTestId('act-content')).toBeNull();
    refused({ content: 'Còn số điện thoại' });
    expect(screen.getByTestId('act-content').getAttribute('aria-invalid')).toBe('true');
    expect(screen.queryByTestId('act-result')).toBeNull();
    fireEvent.click(screen.getByTestId('publish-edit-content'));
    expect(screen.queryByTestId('act-content')).toBeNull();
  });

  it('can be used where nothing could be looked at: then somebody has to be sure', async () => {
    server.fails = true;
    await form('Đèn hỏng');
    await waitFor(() => expect(screen.getByTestId('act-sure')).toBeTruthy());
    expect(screen.getByTestId('publish-found').textContent).toContain('Chưa tìm');
  });

  it('chooses a picture as everybody would see it', async () => {
    await form('Đèn hỏng');
    fireEvent.click(screen.getByTestId('publish-file-f1'));
    await waitFor(() => expect(server.sent).toEqual([['26-000001-3', 'publish-file', 3, { file: 'f1', public: true, checked: true }]]));
  });
});
