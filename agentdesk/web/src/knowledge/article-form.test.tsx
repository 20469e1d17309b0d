import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { newQueries } from '../api/query-client';
import { ArticleForm } from './article-form';
import { newDraft } from './draft';

const server = vi.hoisted(() => ({ refuses: [] as string[], waits: null as Promise<unknown> | null }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'vanphong', name: 'A', role: 'office' } }) }));
vi.mock('../api/queries', () => ({ useFields: () => ({ data: [], isPending: false }), useUnits: () => ({ data: [], isPending: false }) }));
vi.mock('../api/knowledge', async (original) => ({
  ...(await original<object>()),
  saveArticle: () => server.waits ?? Promise.reject(new ApiError(422, { detail: 'Chưa lưu được', errors: server.refuses.map((place) => ({ code: 'invalid', location: `body.${place}`, message: 'Chưa đúng' })) })),
}));

it('brings whoever is refused to the first field that is wrong, each time', async () => {
  render(
    <QueryClientProvider client={newQueries(0)}>
      <ArticleForm id={0} was={0} begin={newDraft(new Date())} onSaved={vi.fn()} onCancel={vi.fn()} />
    </QueryClientProvider>,
  );
  for (const [refuses, field] of [[['sources', 'until'], 'article-sources'], [['sources'], 'article-sources']] as const) {
    server.refuses = [...refuses];
    screen.getByTestId('article-save').focus();
    fireEvent.submit(screen.getByTestId('article-form'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(field)));
  }
});

it('takes no word while it is being saved, which would be in no version', async () => {
  let answered: (article: object) => void = () => undefined;
  server.waits = new Promise((done) => (answered = done));
  const saved = vi.fn();
  render(
    <QueryClientProvider client={newQueries(0)}>
      <ArticleForm id={0} was={0} begin={newDraft(new Date(), 'Khai sinh')} onSaved={saved} onCancel={vi.fn()} />
    </QueryClientProvider>,
  );
  const title = screen.getByTestId<HTMLInputElement>('article-title');
  fireEvent.submit(screen.getByTestId('article-form'));
  expect(screen.getByTestId('article-form').getAttribute('aria-busy')).toBe('true');
  fireEvent.change(title, { target: { value: 'Khai sinh lại' } });
  expect(title.value).toBe('Khai sinh');
  answered({});
  await waitFor(() => expect(saved).toHaveBeenCalled());
});
