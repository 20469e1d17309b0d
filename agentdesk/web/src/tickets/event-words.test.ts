import { describe, expect, it } from 'vitest';
import { asideOf, wordsOf } from './event-words';

const said = (family: string, code: string | undefined) => `${family}.${code ?? ''}`;
const unit = (code: string) => `the ${code}`;

describe('what an entry of the history says beside its name', () => {
  it('has the reason that was given, and what was said of the progress', () => {
    expect(wordsOf({ version: 4, reason: 'Không thuộc địa bàn', data: { whose: 'SXD' } })).toEqual(['Không thuộc địa bàn']);
    expect(wordsOf({ version: 5, data: { text: ' Đã cử đội đến. ' } })).toEqual(['Đã cử đội đến.']);
    expect(wordsOf({ version: 6, data: { how: 'Gọi điện cho người gửi.' } })).toEqual(['Gọi điện cho người gửi.']);
    expect(wordsOf({ version: 7, data: {} })).toEqual([]);
  });

  it('tells which message was not sent by its cause, not by the name of its text', () => {
    const event = { data: { reason: 'number_withheld', text: 'sms.received' } };
    expect(wordsOf(event)).toEqual([]);
    expect(asideOf(event, said, unit)).toEqual(['nottold.number_withheld']);
  });

  it('names the unit, the service, the way and what was noted of a call', () => {
    expect(asideOf({ version: 4, data: { whose: 'SXD' } }, said, unit)).toEqual(['the SXD']);
    expect(asideOf({ version: 4, data: { service: '114', way: 'call' } }, said, unit)).toEqual(['114', 'way.call']);
    expect(asideOf({ data: { call: 'x-1.2', note: 'Hỏi bao giờ xong' } }, said, unit)).toEqual(['Hỏi bao giờ xong']);
    expect(asideOf({ data: null }, said, unit)).toEqual([]);
  });
});
