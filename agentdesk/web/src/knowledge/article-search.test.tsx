import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArticleFound } from '../api/knowledge';
import { ArticleSearch } from './article-search';

const noted = vi.hoisted(() => ({ uses: [] as unknown[], gaps: [] as string[] }));
const found: ArticleFound[] = [1, 2].map((id) => ({ id, version: 1, title: `Bài ${id}`, answer: `Trả lời ${id}`, field: '', unit: '', unit_name: '', sources: [], due: id === 2, remark: id === 2 ? 'Chưa đối chiếu' : '', uses: 0 }));
vi.mock('../api/knowledge', () => ({
  searchArticles: (q: string) => Promise.resolve(q.includes('khai') ? found : []),
  noteUse: (id: number, of: unknown) => {
    noted.uses.push([id, of]);
    return Promise.reject(new Error('away'));
  },
  reportGap: (typed: string) => {
    noted.gaps.push(typed);
    return Promise.resolve();
  },
}));

function search(onPick: ((article: ArticleFound) => void) | null, about = '') {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ArticleSearch onPick={onPick} about={about} of={{ call: 'pbx1-1.1' }} />
    </QueryClientProvider>,
  );
  return screen.getByRole('combobox');
}

describe('the search of the knowledge base', () => {
  beforeEach(() => {
    noted.uses = [];
    noted.gaps = [];
  });

  it('chooses by arrows and takes by Enter; a use that cannot be counted troubles nobody', async () => {
    const picked: string[] = [];
    const input = search((article) => picked.push(article.title));
    fireEvent.change(input, { target: { value: 'khai sinh' } });
    await screen.findByTestId('kb-hit-2');
    fireEvent.keyDown(input, { key: 'ArrowDown' });
    fireEvent.keyDown(input, { key: 'ArrowDown' });
    expect(screen.getByTestId('kb-hit-2').getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(picked).toEqual(['Bài 2']);
    expect(noted.uses).toEqual([[2, { call: 'pbx1-1.1' }]]);
  });

  it('takes nothing by Enter that answers another text than what is typed', async () => {
    const picked: string[] = [];
    const input = search((article) => picked.push(article.title));
    fireEvent.change(input, { target: { value: 'khai sinh' } });
    await screen.findByTestId('kb-hit-1');
    fireEvent.change(input, { target: { value: 'khai tử' } });
    for (const key of ['Enter', 'ArrowDown', 'Enter']) fireEvent.keyDown(input, { key });
    expect(picked).toEqual([]);
    await waitFor(() => expect(screen.getByTestId('kb-hits').getAttribute('aria-busy')).toBe('false'));
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(picked).toEqual(['Bài 1']);
  });

  it('leaves Ctrl+Enter to the ticket, and takes nothing where there is nothing to take it into', async () => {
    const input = search(null);
    fireEvent.change(input, { target: { value: 'khai' } });
    await screen.findByTestId('kb-hit-1');
    fireEvent.keyDown(input, { key: 'Enter', ctrlKey: true });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(noted.uses).toEqual([]);
  });

  it('suggests by what is being written, and reports none of it as missing', async () => {
    search(() => undefined, 'hỏi khai sinh');
    expect((await screen.findByTestId('kb-hit-1')).textContent).toContain('Trả lời 1');
    expect(noted.gaps).toEqual([]);
  });

  it('says with what remark an article was approved, before it is taken', async () => {
    search(() => undefined, 'khai sinh');
    expect((await screen.findByTestId('kb-hit-2')).textContent).toContain('Chưa đối chiếu');
    expect(screen.getByTestId('kb-hit-1').querySelector('.kb-remark')).toBeNull();
  });

  it('notes what was searched for in vain, once', async () => {
    const input = search(() => undefined);
    fireEvent.change(input, { target: { value: 'không có' } });
    await waitFor(() => expect(noted.gaps).toEqual(['không có']), { timeout: 10_000 });
  });
});
