// Which units a report probably concerns, and in which order units are listed.
// A proposal beside the form, never a choice made for the operator.

import type { Unit } from '../api/types';
import { fold, unitsNamedIn } from './units';

/**
 * Words of callers and of our fields, folded, and the part of a unit's name that
 * says who answers for them. Words that lose their meaning without marks (thuê,
 * thuế) and those of every address (đường) are left out.
 */
const TOPICS: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['dien luc', ['dien luc', 'mat dien', 'cup dien', 'cap dien', 'dien ap', 'day dien', 'cot dien', 'tram bien ap', 'tien dien', 'dien giat', 'chap dien']],
  ['chieu sang', ['chieu sang', 'den duong', 'den cao ap', 'bong den', 'cot den']],
  ['cap nuoc', ['cap nuoc', 'mat nuoc', 'nuoc sach', 'nuoc may', 'ong nuoc', 'dong ho nuoc', 'nuoc yeu', 'nuoc duc', 'tien nuoc']],
  ['thoat nuoc', ['thoat nuoc', 'ngap', 'ho ga', 'nap cong', 'tac cong', 'cong thoat', 'nuoc thai', 'trieu cuong']],
  ['cay xanh', ['cay xanh', 'cay do', 'do cay', 'cay gay', 'canh cay', 'cat tia', 'cong vien', 'vuon hoa']],
  ['moi truong do thi', ['rac', 've sinh moi truong', 've sinh', 'phe thai', 'quet duong']],
  ['vnpt', ['vien thong', 'internet', 'cap quang', 'cap treo', 'wifi', 'dien thoai co dinh']],
  ['so xay dung', ['xay dung', 'via he', 'o ga', 'mat duong', 'hong duong', 'den tin hieu', 'bien bao', 'giao thong', 'xe buyt', 'van tai', 'do thi', 'nha o xa hoi']],
  ['cong an', ['cong an', 'an ninh', 'trat tu do thi', 'trom', 'cuop', 'danh nhau', 'ma tuy', 'co bac', 'lua dao', 'gay roi', 'tieng on', 'karaoke', 'dua xe', 'un tac', 'can cuoc', 'ho khau']],
  ['so y te', ['y te', 'benh vien', 'ngo doc', 'an toan thuc pham', 'dich benh', 'kham benh', 'tiem chung', 'tre em', 'nguoi cao tuoi']],
  ['giao duc', ['giao duc', 'truong hoc', 'hoc sinh', 'hoc phi', 'giao vien', 'tuyen sinh', 'day them']],
  ['nong nghiep va moi truong', ['dat dai', 'so do', 'giai phong mat bang', 'o nhiem', 'khi thai', 'moi truong', 'de dieu', 'chan nuoi']],
  ['so noi vu', ['lao dong', 'an sinh', 'viec lam', 'tien luong', 'nguoi co cong', 'cong chuc']],
  ['bao hiem xa hoi', ['bao hiem', 'luong huu', 'the bhyt', 'bhxh', 'that nghiep']],
  ['cong thuong', ['thuong mai', 'gia ca', 'hang gia', 'xang dau', 'sieu thi', 'ban hang']],
  ['van hoa', ['van hoa', 'du lich', 'the thao', 'le hoi', 'di tich', 'quang cao']],
  ['tu phap', ['tu phap', 'ho tich', 'chung thuc', 'khai sinh', 'cong chung', 'ket hon']],
  ['so tai chinh', ['dang ky kinh doanh', 'kinh doanh', 'doanh nghiep', 'ngan sach']],
  ['thue thanh pho', ['nop thue', 'ma so thue', 'hoa don dien tu']],
  ['hai quan', ['hai quan', 'thong quan', 'xuat khau', 'nhap khau']],
  ['khu kinh te', ['khu kinh te', 'khu cong nghiep']],
  ['khoa hoc', ['chuyen doi so', 'khoa hoc', 'cong nghe']],
  ['thanh tra', ['khieu nai', 'to cao', 'tham nhung', 'tieu cuc']],
  ['van phong ubnd', ['chi dao', 'hien ke']],
];

/** Words by which a unit may be looked for beside its name, folded. */
export function topicsOf(unit: Unit): readonly string[] {
  const name = ` ${fold(unit.name)} `;
  return TOPICS.filter(([topic]) => name.includes(` ${topic} `)).flatMap(([, words]) => words);
}

/** What a report says so far. */
export interface Said {
  /** The field's name. */
  field: string;
  content: string;
  address: string;
}

/** Units that what was said so far speaks for: those named first, then by topic, the field before the content. */
export function likelyUnits(units: readonly Unit[], said: Said, most = 6): Unit[] {
  const named = unitsNamedIn(units, `${said.address} ${said.content}`);
  const field = ` ${fold(said.field)} `;
  const content = ` ${fold(said.content)} `;
  const spoken = TOPICS.map(([name, words]) => {
    const heard = (text: string) => words.filter((word) => text.includes(` ${word} `)).length;
    return { name, weight: 2 * heard(field) + heard(content) };
  })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .flatMap(({ name }) => units.filter((unit) => ` ${fold(unit.name)} `.includes(` ${name} `)));
  return [...new Set([...named, ...spoken])].slice(0, most);
}

/** Fields that what was said speaks for, the likeliest first. */
export function likelyFields<F extends { name: string }>(fields: readonly F[], content: string): F[] {
  const said = ` ${fold(content)} `;
  const heard = TOPICS.map(([name, words]) => ({ signs: [name, ...words], weight: words.filter((word) => said.includes(` ${word} `)).length })).filter(({ weight }) => weight > 0);
  const weightOf = (field: F) => {
    const name = ` ${fold(field.name)} `;
    return Math.max(0, ...heard.map(({ signs, weight }) => (signs.some((sign) => name.includes(` ${sign} `)) ? weight + (signs.some((sign) => name.includes(` ${sign} `) && said.includes(` ${sign} `)) ? 1 : 0) : 0)));
  };
  return fields.filter((field) => weightOf(field) > 0).sort((a, b) => weightOf(b) - weightOf(a));
}

const KINDS: readonly Unit['kind'][] = ['office', 'department', 'provider', 'agency', 'service', 'district', 'commune'];

/** Units that can be called come first, then those who answer for the whole city before the communes. */
export function byUse(a: Unit, b: Unit): number {
  return (
    Number(a.phone === '') - Number(b.phone === '') ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    a.name.localeCompare(b.name, 'vi')
  );
}
