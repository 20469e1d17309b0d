import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { answering } from '../acts/answering';
import type { ArticleFound } from '../api/knowledge';
import type { Draft } from '../tickets/draft';
import { HelpPanel } from './help-panel';

const found: ArticleFound = { id: 7, version: 2, title: 'Đăng ký khai sinh', answer: 'Nộp tại UBND phường.', field: '', unit: '', unit_name: '', sources: [], due: false, remark: '', uses: 0 };
const used = vi.hoisted(() => ({ of: [] as unknown[] }));
vi.mock('../api/knowledge', () => ({
  searchArticles: () => Promise.resolve([found]),
  noteUse: (id: number, of: unknown) => {
    used.of.push([id, of]);
    return Promise.resolve();
  },
  reportGap: () => Promise.resolve(),
}));
vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [], isSuccess: true }), useFields: () => ({ data: [] }) }));
vi.mock('../callbacks/callbacks-list', () => ({ CallbacksPanel: () => null, useOpenCallbacks: () => ({ data: [] }) }));

/** The desk: the help, and the ticket that is written. */
function Desk() {
  const [content, setContent] = useState('Hỏi khai sinh.');
  const draft = { call: 'pbx1-1.1', content, address: '', field: '', unit: '', group: null } as unknown as Draft;
  return (
    <QueryClientProvider client={new QueryClient()}>
      <HelpPanel typed="" onTyped={() => undefined} writing={{ draft, change: (part) => setContent(part.content ?? ''), noted: () => undefined }} onKeys={() => undefined} />
      <textarea id="ticket-content" data-testid="ticket-content" aria-label="content" value={content} onChange={() => undefined} />
    </QueryClientProvider>
  );
}

describe('the help beside the ticket', () => {
  it('searches the knowledge base by F1, and puts the answer into the ticket by Enter, behind which she goes on', async () => {
    render(<Desk />);
    fireEvent.keyDown(window, { key: 'F1' });
    const input = await screen.findByTestId('kb-search');
    expect(document.activeElement).toBe(input);
    await screen.findByTestId('kb-hit-7'); // suggested by what is written, before anything is typed
    fireEvent.keyDown(input, { key: 'Enter' });
    const written = screen.getByTestId<HTMLTextAreaElement>('ticket-content');
    expect(written.value).toBe('Hỏi khai sinh.\n\nTổng đài đã trả lời qua điện thoại: Nộp tại UBND phường.');
    expect(document.activeElement).toBe(written);
    expect(written.selectionStart).toBe(written.value.length); // she goes on behind it
    expect(used.of).toEqual([[7, { call: 'pbx1-1.1' }]]);
  });

  it('puts it into the answer that is being written once the ticket is filed', async () => {
    used.of = [];
    const taken: string[] = [];
    const closed = answering({ ticket: '26-000001-3', field: '', about: 'Hỏi khai sinh.', take: (article) => taken.push(article.answer) });
    render(
      <QueryClientProvider client={new QueryClient()}>
        <HelpPanel typed="" onTyped={() => undefined} writing={null} onKeys={() => undefined} />
      </QueryClientProvider>,
    );
    fireEvent.keyDown(window, { key: 'F1' });
    const input = await screen.findByTestId('kb-search');
    await screen.findByTestId('kb-hit-7');
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(taken).toEqual(['Nộp tại UBND phường.']);
    expect(used.of).toEqual([[7, { ticket: '26-000001-3' }]]);
    act(closed);
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(taken).toHaveLength(1); // nothing is left to put it into
  });
});
