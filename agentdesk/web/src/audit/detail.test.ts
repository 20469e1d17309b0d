import { describe, expect, it } from 'vitest';
import { isKey, text, type Language } from '../i18n';
import { detailsOf, spaced, type Words } from './detail';
import { ACTIONS } from './filters';

const words = (lang: Language): Words => ({
  t: (key, values) => text(key, lang, values),
  label: (family, code) => {
    const key = `${family}.${code ?? ''}`;
    return isKey(key) ? text(key, lang) : (code ?? '');
  },
  nameOf: (username) => (username === 'op01' ? 'Nguyễn Thị Mai' : (username ?? '')),
});
const said = (detail: Record<string, unknown>, lang: Language = 'vi') => detailsOf(detail, words(lang));

describe('an entry’s detail', () => {
  it('is said in the reader’s language, people by name, codes in words', () => {
    expect(said({ operator: 'op01', reason: 'restart', queues: ['tong-dai', 'khac'] })).toBe('Tổng đài viên: Nguyễn Thị Mai · Lý do: hệ thống khởi động lại · Hàng đợi: Tổng đài, khac');
    expect(said({ operator: 'op01', role: 'leader' }, 'en')).toBe('Operator: Nguyễn Thị Mai · Role: Shift leader');
    expect(said({ recorded: false, group: 1, max_hour: 0 })).toBe('Thu âm sẵn: không · Nhóm: Sự cố hạ tầng · Cuộc tối đa mỗi giờ: 0');
  });

  it.each<[Record<string, unknown>, string]>([
    [{ way: 'password', next: 'done', remote: '10.0.0.7' }, 'Cách đăng nhập: mật khẩu · Bước tiếp: đã vào · Từ máy: 10.0.0.7'],
    [{ way: 'single_sign_on', next: 'code' }, 'Cách đăng nhập: đăng nhập một lần · Bước tiếp: nhập mã bước hai'],
    [{ step: 'password', remote: '' }, 'Ở bước: mật khẩu'],
    [{ before: { role: 'operator' }, after: { role: 'leader' } }, 'Trước: (Vai trò: Tổng đài viên) · Sau: (Vai trò: Trưởng ca)'],
    [{ before: null, after: { post: 'focal', kind: 'commune' } }, 'Sau: (Vị trí: cán bộ đầu mối, Loại: Phường, xã, đặc khu)'],
    [{ before: 'a1b2' }, 'Thay phiên bản: a1b2'],
    [{ kind: 'application/pdf' }, 'Loại: application/pdf'],
  ])('%o', (detail, words) => {
    expect(said(detail)).toBe(words);
  });

  it('leaves out what is empty', () => {
    expect(said({ operator: 'op01', reason: '', queues: [], nothing: null })).toBe('Tổng đài viên: Nguyễn Thị Mai');
    expect(said({})).toBe('');
  });

  it('lists what is kept in lists', () => {
    const shifts = [{ username: 'op01', starts_at: '2026-01-05T06:00:00+07:00' }, { username: 'op09', starts_at: '2026-01-05T14:00:00+07:00' }];
    expect(said({ shifts })).toBe('Ca trực: Người: Nguyễn Thị Mai, Từ: 05/01/2026 06:00; Người: op09, Từ: 05/01/2026 14:00');
  });

  it('is legible also where we have no words', () => {
    expect(said({ max_wait: 5 })).toBe('max wait: 5');
    expect(spaced('thing.was_done')).toBe('thing · was done');
  });

  it('has words for every action that somebody may look for', () => {
    expect(ACTIONS.filter((action) => !isKey(`act.${action}`))).toEqual([]);
  });
});
