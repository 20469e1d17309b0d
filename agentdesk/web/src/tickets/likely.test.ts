import { describe, expect, it } from 'vitest';
import type { Unit } from '../api/types';
import { byUse, likelyFields, likelyUnits } from './likely';

const unit = (code: string, kind: Unit['kind'], name: string, phone = ''): Unit => ({ code, name, kind, parent: '', phone });
const units = [
  unit('10507', 'commune', 'UBND phường Thành Đông'),
  unit('11410', 'commune', 'UBND phường Hồng Bàng'),
  unit('11737', 'commune', 'UBND phường Đồ Sơn', '0225300100'),
  unit('CATP', 'agency', 'Công an thành phố', '0225300014'),
  unit('CHIEUSANG', 'provider', 'Công ty CP Điện chiếu sáng Hải Phòng', '0225300021'),
  unit('THOATNUOC', 'provider', 'Công ty TNHH MTV Thoát nước Hải Phòng', '0225300020'),
  unit('SXD', 'department', 'Sở Xây dựng', '0225300002'),
  unit('VPUB', 'office', 'Văn phòng UBND thành phố', '0225300001'),
];
const codes = (found: Unit[]) => found.map((u) => u.code);
const likely = (field: string, content: string, address = '') => codes(likelyUnits(units, { field, content, address }));

describe('likely units', () => {
  it.each<[string, string[], string, string, string]>([
    ['field alone', ['CHIEUSANG'], 'Chiếu sáng công cộng', '', ''],
    ['content alone', ['CHIEUSANG'], '', 'Đèn đường hỏng ba hôm nay', ''],
    ['content without marks', ['THOATNUOC'], '', 'nuoc ngap qua nap cong', ''],
    ['address first, then the topic', ['11410', 'THOATNUOC'], '', 'Đường ngập', 'ngõ 5, phường Hồng Bàng'],
    ['the name without UBND phường', ['11410'], '', 'gần chợ Hồng Bàng', ''],
    ['field before content', ['THOATNUOC', 'CATP'], 'Thoát nước, ngập úng', 'hàng xóm hát karaoke', ''],
    ['nothing said', [], '', '', ''],
    ['a street’s name is no topic', [], '', 'số 12 đường Lạch Tray', ''],
  ])('%s', (_, found, field, content, address) => {
    expect(likely(field, content, address)).toEqual(found);
  });

  it('lists at most so many', () => {
    expect(likelyUnits(units, { field: 'Chiếu sáng', content: 'ngập, đèn tín hiệu, trộm', address: '' }, 2)).toHaveLength(2);
  });
});

describe('likely fields', () => {
  const fields = ['Chiếu sáng công cộng', 'Cấp nước', 'Thoát nước, ngập úng', 'Cây xanh, công viên', 'Đèn tín hiệu, biển báo giao thông'].map((name) => ({ name }));
  it.each([
    ['Đèn đường phố không sáng ba hôm nay', 'Chiếu sáng công cộng'],
    ['mat nuoc tu sang', 'Cấp nước'],
    ['nắp cống vỡ, ngập', 'Thoát nước, ngập úng'],
    ['đèn tín hiệu không chạy', 'Đèn tín hiệu, biển báo giao thông'],
    ['xin chào', undefined],
  ])('%s', (content, first) => {
    expect(likelyFields(fields, content)[0]?.name).toBe(first);
  });
});

describe('the order of units', () => {
  it('has those with a number first, communes last', () => {
    expect(codes([...units].sort(byUse))).toEqual(['VPUB', 'SXD', 'CHIEUSANG', 'THOATNUOC', 'CATP', '11737', '11410', '10507']);
  });
});
