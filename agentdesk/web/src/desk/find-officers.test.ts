import { describe, expect, it } from 'vitest';
import type { Officer, Unit } from '../api/types';
import { choices, findOfficers, type About } from './find-officers';

const unit = (code: string, name: string, kind: Unit['kind'] = 'provider'): Unit => ({ code, name, kind, parent: '', phone: '0225300001' });
const officer = (phone: string, of: string, name: string, rank: number): Officer => ({ phone, unit: of, name, rank });

const units = [unit('CAP-NUOC', 'Công ty CP Cấp nước Hải Phòng'), unit('DIEN', 'Công ty Điện lực Hải Phòng'), unit('SXD', 'Sở Xây dựng', 'department'), unit('KHONG', 'Phường không ai trực', 'commune')];
const officers = [
  officer('0225300002', 'CAP-NUOC', 'Đỗ Thị Hồng', 2),
  officer('0225300001', 'CAP-NUOC', 'Nguyễn Văn Bình', 1),
  officer('0225300018', 'DIEN', 'Trần Đức Anh', 1),
  officer('0912000111', 'SXD', 'Bùi Văn Cấp', 1),
];
const about = (part: Partial<About> = {}): About => ({ unit: '', field: '', content: '', address: '', ...part });
const named = (found: { officer: Officer }[]) => found.map((choice) => choice.officer.name);

describe('finding an officer', () => {
  it('stands in on-call order, and says which of how many', () => {
    expect(choices(units, officers, null).map((c) => `${c.unit.code} ${c.nth}/${c.of} ${c.officer.phone}`)).toEqual([
      'SXD 1/1 0912000111', 'CAP-NUOC 1/2 0225300001', 'CAP-NUOC 2/2 0225300002', 'DIEN 1/1 0225300018',
    ]);
  });

  it('begins with whom the ticket concerns', () => {
    expect(named(choices(units, officers, about({ content: 'Mất điện cả ngõ' })))[0]).toBe('Trần Đức Anh');
    const both = choices(units, officers, about({ unit: 'CAP-NUOC', content: 'Mất điện cả ngõ' }));
    expect(both.map((c) => c.likely)).toEqual([true, true, true, false]);
  });

  it.each([
    ['do thi hong', ['Đỗ Thị Hồng']],
    ['hong do', ['Đỗ Thị Hồng']],
    ['cap nuoc', ['Nguyễn Văn Bình', 'Đỗ Thị Hồng']],
    ['sxd', ['Bùi Văn Cấp']],
    // a field: what people call the matter
    ['mất nước', ['Nguyễn Văn Bình', 'Đỗ Thị Hồng']],
    ['0225 300 002', ['Đỗ Thị Hồng']],
    ['300018', ['Trần Đức Anh']],
    ['khong ai', []],
  ])('%s', (typed, found) => {
    expect(named(findOfficers(choices(units, officers, null), typed))).toEqual(found);
  });
});
