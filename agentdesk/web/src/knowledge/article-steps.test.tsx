import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Article, ArticleVersion } from '../api/knowledge';
import { ArticleSteps } from './article-steps';

const did = vi.hoisted(() => vi.fn(() => new Promise(() => undefined)));
vi.mock('../api/knowledge', () => ({ doArticle: did }));
vi.mock('../auth/session', () => ({ useSession: () => ({ user: { username: 'vanphong', role: 'office' } }) }));

it('sends what was written beside "Approve" with it, as what those who search read', () => {
  render(<ArticleSteps article={{ id: 7, holds: 0, approved: 0 } as Article} newest={{ version: 2, state: 'submitted', author: 'truongca' } as ArticleVersion} onChanged={() => undefined} />);
  fireEvent.change(screen.getByLabelText(/người tra cứu đọc được/), { target: { value: ' Chưa đối chiếu ' } });
  fireEvent.click(screen.getByTestId('article-approve'));
  expect(did.mock.calls).toEqual([[7, 'approve', 2, 'Chưa đối chiếu']]);
});
