import { describe, expect, it } from 'vitest';
import type { Unit } from '../api/types';
import { fold, searchUnits, unitsNamedIn } from './units';

const unit = (code: string, name: string): Unit => ({ code, name, kind: 'commune', parent: '', phone: '' });
const units = [unit('SXD', 'Sở Xây dựng'), unit('SYT', 'Sở Y tế'), unit('1', 'Phường Hồng Bàng'), unit('2', 'Phường Đồ Sơn'), unit('3', 'Phường Nam Đồ Sơn'), unit('4', 'Xã An Phú'), unit('5', 'Phường Hồng An')];
const names = (found: Unit[]) => found.map((u) => u.name);

describe('units', () => {
  it('folds Vietnamese', () => {
    expect(fold('  Phường ĐỒ-SƠN ')).toBe('phuong do son');
  });

  it.each([
    ['xay dung', ['Sở Xây dựng']],
    ['đồ sơn', ['Phường Đồ Sơn', 'Phường Nam Đồ Sơn']],
    ['hong', ['Phường Hồng An', 'Phường Hồng Bàng']],
    ['bang hong', ['Phường Hồng Bàng']],
    ['sxd', ['Sở Xây dựng']],
    ['không có', []],
  ])('finds %s', (typed, found) => {
    expect(names(searchUnits(units, typed))).toEqual(found);
  });

  it('nothing typed→all, up to the bound', () => {
    expect(searchUnits(units, '  ', 3)).toHaveLength(3);
  });

  it.each([
    ['Số 5 ngõ 2, phường Hồng Bàng', ['Phường Hồng Bàng']],
    ['gần chợ Nam Đồ Sơn', ['Phường Nam Đồ Sơn', 'Phường Đồ Sơn']],
    ['hồng xiêm', []],
    ['', []],
  ])('sees in "%s" what is named', (text, found) => {
    expect(names(unitsNamedIn(units, text))).toEqual(found);
  });
});
