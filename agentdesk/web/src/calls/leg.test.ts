import { describe, expect, it } from 'vitest';
import type { Recording } from '../api/types';
import { numbered } from './leg';

const leg = (name: string, number = '', unit = '') => ({ id: name, leg: name, number, unit }) as Recording;

describe('the legs of a call', () => {
  it('belong together where they are one consultation', () => {
    const of = (...legs: Recording[]) => numbered(legs).map(({ nth, part, of }) => `${nth}: ${part}/${of}`);
    expect(of(leg('call'))).toEqual(['0: 1/1']);
    expect(of(leg('call'), leg('consult-3', '0225300018', 'EVN'), leg('consult-5', '0225300018', 'EVN'), leg('consult-7', '0225300001', 'VP'))).toEqual(['0: 1/1', '1: 1/2', '1: 2/2', '2: 1/1']);
    expect(of(leg('consult-3', '0225300018', 'EVN'), leg('consult-5', '0225300001', 'VP'), leg('consult-7', '0225300018', 'EVN'))).toEqual(['1: 1/1', '2: 1/1', '3: 1/1']);
  });
});
