import { describe, expect, it } from 'vitest';
import type { EmergencyService } from '../api/types';
import { ALWAYS, keyed } from './services';

const number = (id: string): EmergencyService => ({ id, kind: 'number', name: id, numbers: 1 });
const list = (id: string): EmergencyService => ({ id, kind: 'duty_list', name: id, numbers: 2 });
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
