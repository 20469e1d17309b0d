import { describe, expect, it } from 'vitest';
import { plainNumber, sentName, showNumber, withheld } from './number';

describe('telephone numbers', () => {
  it.each([
    ['0912345678', '0912 345 678'],
    ['+84912345678', '0912 345 678'],
    ['02253747001', '0225 3747 001'],
    ['0225300021', '0225 300 021'],
    ['113', '113'],
    ['02251022', '02251022'],
    ['+861012345678', '+861012345678'],
    ['anonymous', 'anonymous'],
    [undefined, ''],
  ])('%s is shown as %s', (raw, shown) => {
    expect(showNumber(raw)).toBe(shown);
  });

  it.each([
    ['+84 912.345-678', '0912345678'],
    ['0084912345678', '0912345678'],
    ['anonymous', ''],
    ['', ''],
  ])('%s is kept as %s', (raw, kept) => {
    expect(plainNumber(raw)).toBe(kept);
    expect(withheld(raw)).toBe(kept === '');
  });

  it.each([
    ['Anonymous', ''],
    [' Nguyễn Văn An ', 'Nguyễn Văn An'],
    ['Anonymous Café', 'Anonymous Café'],
    [undefined, ''],
  ])('the name sent as %s is %s', (sent, name) => {
    expect(sentName(sent)).toBe(name);
  });
});
