import { afterEach, expect, test, vi } from 'vitest';
import { currentLanguage, setLanguage } from '../i18n';
import { remember, remembered } from './remember';

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

test('a value is remembered, and forgotten', () => {
  expect(remembered('hotline.x')).toBeNull();
  expect(remember('hotline.x', 'a')).toBe(true);
  expect(remembered('hotline.x')).toBe('a');
  expect(remember('hotline.x', null)).toBe(true);
  expect(remembered('hotline.x')).toBeNull();
});

test('a browser that keeps nothing remembers nothing, and the language changes all the same', () => {
  const refused = () => {
    throw new DOMException('no', 'QuotaExceededError');
  };
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refused);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refused);
  vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(refused);
  expect(remembered('hotline.x')).toBeNull();
  expect(remember('hotline.x', 'a')).toBe(false);
  expect(remember('hotline.x', null)).toBe(false);
  const before = currentLanguage();
  document.documentElement.lang = '';
  setLanguage(before);
  expect(document.documentElement.lang).toBe(before);
});
