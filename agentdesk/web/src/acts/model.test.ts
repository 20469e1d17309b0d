import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import type { Ticket } from '../api/types';
import schema from '../../openapi.json';
import { keep, readKept } from '../shell/kept';
import { grouped } from './groups';
import { arranged, KINDS, type ActName, type Kind } from './kinds';
import { begun, begunFor, bodyOf, courteous, keptAt, lacking, outcomeOf, proposed, unconfirmed, wordsOf } from './model';

const ticket = { code: '26-000001-3', version: 3, unit: 'SXD', content: 'Đèn hỏng', address: '12 Lạch Tray', urgent: true, confidential: false, case: { result: { text: 'Đã sửa' } } } as unknown as Ticket;

describe('the acts of the interface', () => {
  const paths = Object.keys(schema.paths).flatMap((path) => /^\/api\/v1\/tickets\/\{code\}\/([a-z-]+)$/.exec(path)?.[1] ?? []);
  it('are each described, by a name that the interface has', () => {
    for (const name of Object.keys(KINDS)) expect(paths, name).toContain(name.replaceAll('_', '-'));
  });
  it('ask for what the interface asks for, and for nothing else', () => {
    const named = (name: string) => name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const schemas = schema.components.schemas as Record<string, { properties?: Record<string, unknown>; required?: string[] } | undefined>;
    for (const [name, kind] of Object.entries<Kind>(KINDS)) {
      const of = schemas[named(name)] ?? schemas[`Case${named(name)}`];
      expect(of, name).toBeDefined();
      const asked = kind.fields.map((field) => field.name);
      expect(Object.keys(of?.properties ?? {}), name).toEqual(expect.arrayContaining(asked));
      for (const needed of of?.required ?? []) expect(asked, `${name} needs it`).toContain(needed);
    }
  });
});

describe('a form', () => {
  it('begins with what is known', () => {
    expect(begun('assign', ticket)).toEqual({ lead: 'SXD', cooperating: '', official: '' });
    expect(begun('mark_urgent', ticket)).toEqual({ urgent: '', reason: '' });
    expect(proposed('publish', ticket)).toEqual({ content: 'Đèn hỏng', result: 'Đã sửa' });
  });
  it('keeps nothing of the ticket’s own words, which may change', () => {
    expect(begun('correct', ticket)).toEqual({ reason: '' });
    expect(begun('publish', ticket)).toEqual({ checked: '', sure: '' });
  });
  it('confirms nothing that has changed since', () => {
    expect(unconfirmed('publish', { result: 'Xong', checked: 'yes', sure: 'yes' })).toEqual({ result: 'Xong', checked: '', sure: '' });
    expect(unconfirmed('mark_outside', { outside: 'yes' })).toEqual({ outside: 'yes' });
  });
  it('gives its words to the clipboard, and no codes', () => {
    expect(wordsOf('reroute', { lead: 'SXD', cooperating: 'A', reason: 'Đúng việc hơn' })).toBe('Đúng việc hơn');
  });
  it('says what is missing, and nothing of what need not be said', () => {
    expect(lacking('return', begun('return', ticket))).toEqual(['reason']);
    expect(lacking('accept', {})).toEqual([]);
  });
  it('becomes what the interface reads', () => {
    expect(bodyOf('assign', { lead: 'SXD', cooperating: 'A,B', official: 'yes' }, ticket)).toEqual({ lead: 'SXD', cooperating: ['A', 'B'], official: true });
    expect(bodyOf('promise', { until: '2026-11-30T17:00', reason: ' Phải đo ' }, ticket)).toEqual({ until: '2026-11-30T17:00:00+07:00', reason: 'Phải đo' });
    expect(bodyOf('decide_reward', { number: '2', approve: '', reason: 'Chưa đủ' }, ticket)).toEqual({ number: 2, approve: false, reason: 'Chưa đủ' });
    expect(bodyOf('unmark_emergency', { reason: 'Của phiếu kia' }, { ...ticket, emergencies: [{ id: 7 }] } as unknown as Ticket)).toEqual({ reason: 'Của phiếu kia', seen: [7] });
    expect(bodyOf('correct', { reason: 'Nhầm', content: 'Đèn hỏng', address: '14 Lạch Tray' }, ticket)).toEqual({ reason: 'Nhầm', address: '14 Lạch Tray' });
  });
  it('is kept until it is done', () => {
    const at = keptAt('canbo', ticket.code, 'progress');
    expect(keep(at, { text: 'Đã cử người' })).toBe(true);
    expect(readKept(at)).toEqual({ text: 'Đã cử người' });
    keep(at, null);
    expect(readKept(at)).toBeNull();
  });
  it('is begun for one task, or for none in particular', () => {
    keep(keptAt('canbo', ticket.code, 'task_done', '2'), { report: 'Đã kiểm tra' });
    keep(keptAt('canbo', ticket.code, 'task_done'), { report: 'Đã báo' });
    keep(keptAt('canbo', `${ticket.code}0`, 'task_done'), { report: 'Của phiếu khác' });
    expect(begunFor('canbo', ticket.code, 'task_done')).toEqual(['', '2']);
    expect(begunFor('canbo', ticket.code, 'answer')).toEqual([]);
  });
  it('says why it came to nothing', () => {
    expect(outcomeOf(new ApiError(0)).kind).toBe('offline');
    expect(outcomeOf(new ApiError(404)).kind).toBe('gone');
    expect(outcomeOf(new ApiError(403)).kind).toBe('right');
    expect(outcomeOf(new ApiError(409, { code: 'ticket_changed' })).kind).toBe('changed');
    expect(outcomeOf(new ApiError(409, { code: 'ticket_not_now' })).kind).toBe('state');
    expect(outcomeOf(new ApiError(422, { errors: [{ location: 'body.act.text', code: 'x', message: 'Cần chữ' }] }))).toMatchObject({ kind: 'faults', faults: { text: 'Cần chữ' } });
    expect(outcomeOf(new ApiError(503)).kind).toBe('other');
  });
});

describe('the buttons', () => {
  beforeEach(() => localStorage.clear());
  it('show what is likely first, and everything once', () => {
    const can: ActName[] = ['accept', 'ask_by_unit', 'delegate', 'progress', 'promise', 'request_recording', 'resolve', 'return', 'take_by_office'];
    const { first, more } = arranged([...can, 'attach', 'remove_file']);
    expect(first).toEqual(['accept', 'resolve', 'progress', 'promise', 'ask_by_unit']);
    expect([...first, ...more].sort()).toEqual([...can].sort());
    const groups = grouped(Object.keys(KINDS) as ActName[]);
    expect(groups.flatMap(({ names }) => names).sort()).toEqual(Object.keys(KINDS).sort());
    expect(groups.at(-1)?.names).toContain('mark_emergency');
  });
});

describe('the words to a sender whose matter is declined', () => {
  const say = (reason: string) => (reason ? `Kính gửi: ${reason}` : '');
  it.each([
    ['none yet', {}, { words: 'Kính gửi: crime' }],
    ['those of another reason', { reason: 'complaint', words: 'Kính gửi: complaint' }, { words: 'Kính gửi: crime' }],
    ['typed by hand', { reason: 'complaint', words: 'Xin lỗi bác.' }, {}],
    ['proposed, and changed', { reason: 'complaint', words: 'Kính gửi: complaint!' }, {}],
  ])('are proposed by its reason, where they are %s', (_, was, more) => {
    expect(courteous(was, { reason: 'crime' }, say)).toEqual({ reason: 'crime', ...more });
    expect(courteous(was, { where: 'Công an' }, say)).toEqual({ where: 'Công an' });
  });
});
