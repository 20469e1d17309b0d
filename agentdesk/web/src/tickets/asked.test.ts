import { describe, expect, it } from 'vitest';
import { asked } from './tickets-page';

describe('the list of tickets asks for', () => {
  it('nothing that is empty', () => {
    expect(asked({ q: '', group: '', origin: '', incident: '', unsorted: '', cursor: '' })).toEqual({ limit: 50 });
  });
  it('what is chosen', () => {
    expect(asked({ q: 'đèn', group: '2', origin: 'message', incident: '', unsorted: '', cursor: 'c' })).toEqual({ limit: 50, q: 'đèn', group: 2, origin: 'message', cursor: 'c' });
  });
  it('what callers reported of an incident', () => {
    expect(asked({ q: '', group: '', origin: '', incident: '7', unsorted: '', cursor: '' })).toEqual({ limit: 50, incident: 7 });
  });
  it('what waits to be sorted', () => {
    expect(asked({ q: '', group: '', origin: '', incident: '', unsorted: '1', cursor: '' })).toEqual({ limit: 50, unsorted: true });
  });
  it('no origin that there is not: an address may be typed', () => {
    expect(asked({ q: '', group: '', origin: 'weather', incident: 'x', unsorted: '', cursor: '' })).toEqual({ limit: 50 });
  });
});
