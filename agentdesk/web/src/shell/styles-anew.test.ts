import { expect, test } from 'vitest';
import { stylesAnew } from './styles-anew';

test('styles that could not be had are asked for again, until they come', async () => {
  expect(stylesAnew()).toBeNull();
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/assets/page.css';
  document.head.append(link);
  const now = () => document.head.querySelector<HTMLLinkElement>('link[href="/assets/page.css"]');
  link.dispatchEvent(new Event('error'));
  const second = stylesAnew();
  expect(now()).not.toBe(link);
  now()?.dispatchEvent(new Event('error'));
  await expect(second).rejects.toThrow('/assets/page.css');
  const third = stylesAnew();
  now()?.dispatchEvent(new Event('load'));
  await third;
  expect(stylesAnew()).toBeNull();
  now()?.remove();
});
