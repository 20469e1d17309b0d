import { describe, expect, it } from 'vitest';
import { pinText, rounded, stepOf } from './place';

describe('the pin', () => {
  it('is rounded, and stays within what the server takes', () => {
    expect(rounded({ lat: 20.84491234567, lon: 106.6881 })).toEqual({ lat: 20.844912, lon: 106.6881 });
    expect(rounded({ lat: 50, lon: 2 })).toEqual({ lat: 24, lon: 102 });
    expect(pinText({ lat: 20.8, lon: 106.6881 })).toBe('20.80000, 106.68810');
  });

  it('is moved by arrows, further with Shift, and by no other key', () => {
    expect(stepOf('ArrowUp', false)).toEqual([0, -10]);
    expect(stepOf('ArrowRight', true)).toEqual([100, 0]);
    expect(stepOf('a', false)).toBeNull();
  });
});
