import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isKey, text, type Language } from '../i18n';
import { details, isTold, titleOf, toldOf } from './timeline';

const words = (lang: Language) => ({
  t: (key: Parameters<typeof text>[0], values?: Readonly<Record<string, string | number>>) => text(key, lang, values),
  label: (family: string, code: string | undefined) => {
    const key = `${family}.${code ?? ''}`;
    return isKey(key) ? text(key, lang) : (code ?? '');
  },
  nameOf: (username: string | undefined) => (username === 'op01' ? 'Nguyễn Thị Mai' : (username ?? '')),
  unitOf: (code: string) => (code === '114' ? '114 Chữa cháy' : code),
});
const said = (kind: string, data: unknown, lang: Language = 'vi') => details({ kind, data }, words(lang));

describe('the timeline says', () => {
  it.each<[string, unknown, string]>([
    ['call.arrived', { from: '+84912345678', to: '02251022' }, 'từ 0912 345 678 tới 02251022'],
    ['call.arrived', { from: '', from_name: 'Lan', to: '02251022' }, 'từ Số ẩn tới 02251022 · Lan'],
    ['call.queued', { queue: 'tong-dai', at_head: true }, 'Tổng đài · về đầu hàng'],
    ['call.queued', { queue: 'khac' }, 'khac'],
    ['call.offered', { operator: 'op01' }, 'Nguyễn Thị Mai'],
    ['call.offer_ended', { operator: 'op09', outcome: 'timeout' }, 'không nhận kịp · op09'],
    ['call.overtook', { operator: 'op01', passed: [{ reason: 'wish', count: 2, calls: ['a', 'b'] }] }, 'người kia chờ tổng đài viên có kỹ năng khác: 2'],
    ['call.overtook', { operator: 'op01', passed: 'nonsense' }, ''],
    ['call.adopted', { state: 'recovering', operator: 'op01', arrived_at: '2026-01-05T01:00:00Z' }, 'Đang kết nối lại · Nguyễn Thị Mai'],
    ['call.digit', { digit: '5', source: 'citizen' }, '5, Người dân'],
    ['call.forward_ended', { number: '0225300001', outcome: 'busy' }, '0225 300 001 · máy bận'],
    ['call.looked_up', { ticket: '260000018' }, '26-000001-8'],
    ['call.looked_up', {}, 'không có phiếu nào như đã bấm'],
    ['call.looked_up', { away: true }, 'lúc đó chưa tra được'],
    ['call.rated', { mark: '5' }, '5'],
    ['call.consult_ended', { operator: 'op01', number: '0225300002', unit: 'SXD', outcome: 'unconfirmed' }, '0225 300 002 · SXD · nhấc máy, không bấm 1'],
    ['call.emergency', { operator: 'op01', number: '114', unit: '114', urgent: true }, '114 Chữa cháy · cho Nguyễn Thị Mai'],
    ['call.emergency', { number: '114', unit: '114', urgent: true }, '114 Chữa cháy · người dân tự bấm phím'],
    ['call.taken_over', { leader: 'truongca', operator: 'op01', held: true }, 'truongca · cuộc gọi của Nguyễn Thị Mai · người dân vẫn nghe nhạc chờ'],
    ['call.placed', { operator: 'op01', number: '0912345678', ticket: '260000018' }, 'Nguyễn Thị Mai · 0912 345 678 · phiếu 26-000001-8'],
    ['call.watched', { leader: 'op01', mode: 'whisper' }, 'Nguyễn Thị Mai · nói riêng với tổng đài viên'],
    ['call.message_left', { begin: '2026-01-05T01:00:00Z', end: '2026-01-05T01:00:42Z', ended_by: 'key' }, '0:42 · bấm phím kết thúc'],
    ['call.ended', { class: 'citizen', reason: 'hangup', cause: 16 }, 'Người dân: gác máy · mã nguyên nhân 16'],
    ['call.citizen_left', { operator: 'op01', class: 'carrier', reason: 'media_timeout', cause: 44 }, 'Nguyễn Thị Mai · Nhà mạng: mất âm thanh · mã nguyên nhân 44'],
    ['call.answered', undefined, ''],
    ['of.tomorrow', { operator: 'op01', secret: 'x' }, 'Nguyễn Thị Mai'],
    ['call.ended', 'nonsense', ''],
  ])('%s %j', (kind, data, want) => {
    expect(said(kind, data)).toBe(want);
  });

  it.each<[string, unknown, boolean]>([
    ['operator.status', { operator: 'op01', status: 'busy' }, false],
    ['call.offer_ended', { operator: 'op01', outcome: 'accepted' }, false],
    ['call.offer_ended', { operator: 'op01', outcome: 'timeout' }, true],
    ['call.answered', undefined, true],
    ['call.recording', { leg: 'consult-3' }, false],
    ['of.tomorrow', null, true],
  ])('%s %j: %s', (kind, data, told) => {
    expect(isTold({ kind, data })).toBe(told);
  });

  it('the same in English', () => {
    expect(said('call.ended', { class: 'citizen', reason: 'hangup' }, 'en')).toBe('Citizen: hung up');
  });
});

describe('the timeline names', () => {
  const go = ['record', 'officer'].map((file) => readFileSync(`../../telephony/call/${file}.go`, 'utf8')).join('\n');
  const codes = (declared: RegExp) => Array.from(go.matchAll(declared), ([, code = '']) => code);

  it('every entry that a call’s journal can have', () => {
    const kinds = codes(/Kind = "(call\.\w+)"/g).filter((kind) => kind !== 'call.recording');
    expect([kinds.length > 30, kinds.filter((kind) => titleOf({ kind, data: {} }, false) === 'event.unknown')]).toEqual([true, []]);
  });

  it('every way in which a call, an offer or an officer’s call can end', () => {
    const reasons = codes(/EndReason = "(\w+)"/g);
    const outcomes = codes(/Outcome\w+ += "([\w-]+)"/g);
    expect([reasons.length > 15, reasons.filter((code) => !isKey(`endreason.${code}`))]).toEqual([true, []]);
    expect([outcomes.length > 8, outcomes.filter((code) => !isKey(`outcome.${code}`))]).toEqual([true, []]);
  });

  it('nothing of the end of an offer that was accepted, also to whom no outcome is told', () => {
    const kinds = ['call.offered', 'call.offer_ended', 'call.offered', 'call.offer_ended', 'call.accepted'];
    expect(toldOf(kinds.map((kind) => ({ kind, data: null }))).map(({ kind }) => kind)).toEqual(['call.offered', 'call.offer_ended', 'call.offered', 'call.accepted']);
  });

  it('an emergency service apart from an officer, and whom we call from who calls', () => {
    const title = (kind: string, data: unknown, ours = false) => text(titleOf({ kind, data }, ours), 'vi');
    expect([title('call.consulting', {}), title('call.consulting', { urgent: true })]).toEqual(['Gọi cán bộ', 'Gọi dịch vụ khẩn cấp']);
    expect([title('call.arrived', {}), title('call.arrived', {}, true)]).toEqual(['Gọi đến', 'Bắt đầu gọi đi']);
    expect(details({ kind: 'call.arrived', data: { from: '0912345678', to: '02251022' } }, { ...words('vi'), ours: true })).toBe('tới 0912 345 678, hiện số 02251022');
  });
});
