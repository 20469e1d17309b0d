import { expect, it } from 'vitest';
import { proposeUsername } from './username';

it('makes a user name of a name as people here are called', () => {
  expect(proposeUsername('Nguyễn Văn An', [])).toBe('an.nv');
  expect(proposeUsername('  Đỗ   Ánh ', [])).toBe('anh.d');
  expect(proposeUsername('Nguyễn Văn An', ['an.nv', 'an.nv2'])).toBe('an.nv3');
  expect(proposeUsername('An', [])).toBe('an');
  expect(proposeUsername('', [])).toBe('');
});
