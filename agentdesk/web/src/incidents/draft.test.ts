import { describe, expect, it } from 'vitest';
import { draftOf, inHours, inWords, localTime, moment } from './draft';

describe('the expected end', () => {
  it('is meant in Hải Phòng, wherever the browser is', () => {
    expect(moment('2026-11-26T18:30')).toBe('2026-11-26T11:30:00.000Z');
    expect(localTime(new Date('2026-11-26T20:15:00Z'))).toBe('2026-11-27T03:15');
  });

  it('is offered on the half hour', () => {
    expect(inHours(2, new Date('2026-11-26T00:07:00Z'))).toBe('2026-11-26T09:30');
  });

  it('is shown as people here write it', () => {
    expect(inWords('2026-11-26T18:30')).toBe('26/11/2026 18:30');
    expect(inWords('')).toBe('');
  });

  it('is left out when it is not known or not a time', () => {
    expect(draftOf({ area: ' Lê Chân ', text: ' Mất điện ', end: '' })).toEqual({ area: 'Lê Chân', text: 'Mất điện' });
    expect(draftOf({ area: 'a', text: 'b', end: 'soon' })).toEqual({ area: 'a', text: 'b' });
  });
});
