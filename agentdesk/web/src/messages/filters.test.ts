import { describe, expect, it } from 'vitest';
import { isFiltered, readFilters, toQuery, writeFilters } from './filters';

const read = (address: string) => readFilters(new URLSearchParams(address));

describe('the filters of messages', () => {
  it('are what they were after the address', () => {
    const address = 'state=failed&channel=sms&to=0912345678&ticket=26-000123-4&cursor=abc';
    expect(writeFilters(read(address)).toString()).toBe(address);
    expect(toQuery(read(address))).toEqual({ limit: 50, state: 'failed', channel: 'sms', to: '0912345678', ticket: '26-000123-4', cursor: 'abc' });
  });

  it('leave out what makes no sense, and a page is no filter', () => {
    expect(toQuery(read('state=lost&channel=pigeon&other=1'))).toEqual({ limit: 50 });
    expect([isFiltered(read('cursor=abc')), isFiltered(read('to=0912'))]).toEqual([false, true]);
  });
});
