import { describe, expect, it } from 'vitest';
import { emptyDraft, type Draft } from './draft';
import { codeGroups, firstFault, MAX_CONTENT, missing, serverFaults, toRequest, validate } from './form-model';

function draft(part: Partial<Draft> = {}, sender: Partial<Draft['sender']> = {}): Draft {
  const blank = emptyDraft('pbx1-1764000000.1');
  return { ...blank, group: 1, content: 'Đèn hỏng', ...part, sender: { ...blank.sender, name: 'Bình', phone: '0912345678', ...sender } };
}

describe('validate', () => {
  it.each<[string, Draft, string[]]>([
    ['group and content→may be filed', draft(), []],
    ['no group', draft({ group: null }), ['group']],
    ['blank content', draft({ content: ' \n ' }), ['content']],
    ['content too long', draft({ content: 'x'.repeat(MAX_CONTENT + 1) }), ['content']],
    ['group 4 without directive', draft({ group: 4 }), ['directive']],
    ['group 4 with directive', draft({ group: 4, directive: 'Công văn 12' }), []],
    ['directive of another group does not matter', draft({ group: 2, directive: '' }), []],
    ['no name (8.3: asked for later)', draft({}, { name: '' }), []],
    ['phone with letters', draft({}, { phone: '09x' }), ['sender.phone']],
    ['phone with letters, but none given', draft({}, { phone: '09x', noPhone: true }), []],
    ['email without domain', draft({}, { email: 'binh@' }), ['sender.email']],
    ['bad email, but none given', draft({}, { email: 'binh@', noEmail: true }), []],
    ['everything wrong', draft({ group: null, content: '' }, { phone: 'x', email: 'x' }), ['content', 'group', 'sender.email', 'sender.phone']],
  ])('%s', (_, d, places) => {
    expect(Object.keys(validate(d)).sort()).toEqual(places);
  });

  it('leads to the first field on the screen', () => {
    expect(firstFault(validate(draft({ group: 4, content: '' })))).toBe('directive');
    expect(firstFault({})).toBeUndefined();
  });
});

describe('missing (Điều 7 khoản 3)', () => {
  it.each<[string, Draft, string[]]>([
    ['address and email not asked yet', draft(), ['sender.address', 'sender.email']],
    ['said not to exist', draft({}, { noAddress: true, noEmail: true }), []],
    ['withheld number, said to have none', draft({}, { phone: '', noPhone: true, noAddress: true, noEmail: true }), []],
    ['nothing', draft({}, { name: '', phone: '' }), ['sender.name', 'sender.phone', 'sender.address', 'sender.email']],
  ])('%s', (_, d, places) => {
    expect(missing(d)).toEqual(places);
  });
});

describe('toRequest', () => {
  it('trims, and leaves out what was said not to exist', () => {
    const request = toRequest(draft({ content: ' Đèn hỏng ', directive: 'cũ' }, { email: 'a@b.vn', noEmail: true }));
    expect(request).toMatchObject({ call_id: 'pbx1-1764000000.1', content: 'Đèn hỏng', directive: '', channel: 'phone' });
    expect(request.sender).toMatchObject({ email: '', no_email: true, phone: '0912345678' });
  });
});

describe('serverFaults', () => {
  it('puts faults at their fields, and keeps the rest', () => {
    const { faults, rest } = serverFaults([
      { location: 'body.sender.phone', message: 'Số chưa đúng' },
      { location: 'body.channel', message: 'Kênh chưa đúng' },
      {},
    ]);
    expect(faults).toEqual({ 'sender.phone': { text: 'Số chưa đúng' } });
    expect(rest).toEqual(['Kênh chưa đúng']);
  });
});

describe('codeGroups', () => {
  it.each([
    ['26-000123-4', ['26', '000', '123', '4']],
    ['260001234', ['26', '000', '123', '4']],
    ['X-1', ['X', '1']],
  ])('%s', (code, groups) => {
    expect(codeGroups(code)).toEqual(groups);
  });
});
