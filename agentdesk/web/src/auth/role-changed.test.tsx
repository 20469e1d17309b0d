import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import RoleChanged from './role-changed';

vi.mock('./session', () => ({ useSession: () => ({ user: { username: 'kiemtra', name: 'Kiểm tra', role: 'leader' } }) }));

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

  it('is not told to whose role is as it was', () => {
    render(<RoleChanged />);
    expect(screen.queryByTestId('role-changed')).toBeNull();
  });
});
