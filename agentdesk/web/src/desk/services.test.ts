import { describe, expect, it } from 'vitest';
import type { EmergencyService } from '../api/types';
import { ALWAYS, keyed, press, spelled, waited, type Typed } from './services';

const number = (id: string): EmergencyService => ({ id, kind: 'number', name: id, name_en: '', numbers: 1 });
const list = (id: string): EmergencyService => ({ id, kind: 'duty_list', name: id, name_en: '', numbers: 2 });
const keys = (services: EmergencyService[]) => keyed(services).map(({ service, key }) => `${key}=${service.id}`);

describe('the keys of an emergency', () => {
  it('a known number keeps its last digit, whatever else there is', () => {
    expect(keys([number('111'), number('112'), number('113'), number('114'), number('115')])).toEqual(['1=111', '2=112', '3=113', '4=114', '5=115']);
    expect(keys([number('113')])).toEqual(['3=113']);
    expect(keyed(ALWAYS).map(({ key }) => key)).toEqual(['3', '4', '5']);
  });

  it('duty lists follow in their order, and never take a number’s key', () => {
    expect(keys([number('113'), number('115'), list('dien'), list('nuoc')])).toEqual(['3=113', '5=115', '6=dien', '7=nuoc']);
    expect(keys([number('116'), list('dien')])).toEqual(['6=116', '7=dien']);
  });

  it('more than ten: the last are chosen by the mouse or Tab', () => {
    const many = [number('113'), ...Array.from('abcdefghij')].map((one) => (typeof one === 'string' ? list(one) : one));
    const got = keys(many);
    expect([new Set(got.map((one) => one.split('=')[0])).size, got.at(-1)]).toEqual([11, '=j']);
  });
});

describe('a number typed in an emergency', () => {
  const services = keyed([number('111'), number('112'), number('113'), number('114'), number('115'), list('dien')]);
  const typed = (digits: string): Typed => Array.from(digits).reduce<Typed>((before, digit) => press(services, before.digits, digit), { digits: '', call: null });
  const called = (digits: string) => typed(digits).call?.id ?? null;

  it.each([
    ['3', '113'], ['5', '115'], ['6', 'dien'], // a key calls at once
    ['113', '113'], ['114', '114'], ['112', '112'], ['111', '111'], // so does the number, and no digit of it alone
    ['13', '113'], // one digit lost in haste
    ['1', null], ['11', null], ['9', null],
    ['116', null], ['16', null], ['119', null], // no number of theirs: not the list whose key the last digit is
    ['1193', '113'], // and the next key is a key again
  ])('%s calls %s', (digits, service) => expect(called(digits)).toBe(service));

  it('a 1 alone calls its service once nothing has followed, an 11 nobody', () => {
    expect(waited(services, '1')).toMatchObject({ digits: '', call: { id: '111' } });
    expect(waited(services, '11')).toEqual({ digits: '11', call: null });
    expect(waited(services, '119')).toEqual({ digits: '119', call: null });
    expect(waited(keyed(ALWAYS), '1')).toEqual({ digits: '', call: null });
  });

  it('is offered beside the key, where it is another way', () => {
    expect(services.map(spelled)).toEqual(['111', '112', '113', '114', '115', '']);
    expect(keyed([number('1022')]).map(spelled)).toEqual(['']);
  });
});
