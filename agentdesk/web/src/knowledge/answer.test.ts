import { describe, expect, it } from 'vitest';
import { step, withAnswer, withBasis } from './answer';

describe('an answer put into a text', () => {
  it.each([
    ['', 'Nộp tại phường.', 'Nộp tại phường.'],
    ['Hỏi khai sinh. \n', 'Nộp tại phường.', 'Hỏi khai sinh.\n\nNộp tại phường.'],
    ['Hỏi.\n\nNộp tại phường.', 'Nộp tại phường.', 'Hỏi.\n\nNộp tại phường.'],
  ])('%j with %j', (text, answer, want) => {
    expect(withAnswer(text, answer)).toBe(want);
  });

  it('names the article and its law, in no more than the server takes', () => {
    const article = { title: 'Khai sinh', sources: [{ title: 'Luật Hộ tịch', url: '' }] };
    expect(withBasis('', article)).toBe('Khai sinh; Luật Hộ tịch');
    expect(withBasis('', { title: 'a'.repeat(600), sources: [] })).toHaveLength(500);
    expect(withBasis('Điều 12; Luật Hộ tịch', article)).toBe('Điều 12; Luật Hộ tịch; Khai sinh');
  });
});

describe('the arrows among what was found', () => {
  it.each([
    ['ArrowDown', -1, 3, 0],
    ['ArrowDown', 2, 3, 0],
    ['ArrowUp', 0, 3, 2],
    ['ArrowUp', -1, 3, 2],
    ['Enter', 1, 3, 1],
    ['ArrowDown', 0, 0, -1],
  ])('%s at %i of %i', (key, at, of, want) => {
    expect(step(key, at, of)).toBe(want);
  });
});
