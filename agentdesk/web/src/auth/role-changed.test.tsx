import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDraft } from '../tickets/draft';
import RoleChanged from './role-changed';

vi.mock('./session', () => ({ useSession: () => ({ user: { username: 'kiemtra', name: 'Kiểm tra', role: 'leader' } }) }));

const ticket = (id: string) => ({ draft: { ...emptyDraft(id), content: 'gõ dở' }, key: 'k', call: { id, from: '', to: '', state: 'ended', arrived_at: '2026-11-27T01:00:00Z' }, filed: '' });

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('a role that was changed while somebody wrote', () => {
  it('is told, with what they had typed, until they have read it', () => {
    sessionStorage.setItem('hotline.role-before', 'admin');
    localStorage.setItem('hotline.draft.unit.sxd:kiemtra', JSON.stringify({ was: '0', value: JSON.stringify({ name: 'Sở Xây dựng sửa dở' }) }));
    localStorage.setItem('hotline.act.kiemtra.26-000001-3.resolve', JSON.stringify({ text: 'Đã thay bóng đèn' }));
    localStorage.setItem('hotline.draft.unit.sxd:khac', JSON.stringify({ was: '0', value: '"của người khác"' }));
    render(<RoleChanged />);
    const said = screen.getByTestId('role-changed').textContent;
    for (const words of ['Quản trị', 'Trưởng ca', 'Sở Xây dựng sửa dở', 'Đã thay bóng đèn']) expect(said).toContain(words);
    expect(said).not.toContain('của người khác');
    fireEvent.click(screen.getByTestId('role-changed-known'));
    expect(screen.queryByTestId('role-changed')).toBeNull();
    expect(sessionStorage.getItem('hotline.role-before')).toBeNull();
  });

  it.each([
    ['hotline.draft.kiemtra.pbx1-1.1', ticket('pbx1-1.1'), true],
    ['hotline.draft.sort:kiemtra.26-000001-3', ticket('26-000001-3'), true],
    ['hotline.draft.article:kiemtra.7', { was: '0', answer: 'gõ dở' }, true],
    ['hotline.draft.slip.26-000001-3:kiemtra', { was: '0', value: '"gõ dở"' }, true],
    ['hotline.act.kiemtra.26-000001-3.ask_sender', { text: 'gõ dở' }, true],
    ['hotline.act.kiemtra.26-000001-3.task_done.2', { report: 'gõ dở' }, true],
    ['hotline.draft.kiemtra.nv.pbx1-1.1', ticket('pbx1-1.1'), false],
    ['hotline.draft.sort:kiemtra.nv.26-000001-3', ticket('26-000001-3'), false],
    ['hotline.draft.article:kiemtra.nv.7', { was: '0', answer: 'gõ dở' }, false],
    ['hotline.act.kiemtra.nv.26-000001-3.resolve', { text: 'gõ dở' }, false],
    ['hotline.draft.unit.sxd:nv.kiemtra', { was: '0', value: '"gõ dở"' }, false],
  ])('is told with what lies at %s: %o', (at, kept, theirs) => {
    sessionStorage.setItem('hotline.role-before', 'admin');
    localStorage.setItem(at, JSON.stringify(kept));
    render(<RoleChanged />);
    expect(screen.getByTestId('role-changed').textContent.includes('gõ dở')).toBe(theirs);
  });

  it('is not told to whose role is as it was', () => {
    render(<RoleChanged />);
    expect(screen.queryByTestId('role-changed')).toBeNull();
  });
});
