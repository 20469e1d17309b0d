import { describe, expect, it } from 'vitest';
import { PALETTES, type Mode, type Palette } from './theme';

// Relative luminance and contrast as WCAG 2.2 defines them.
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const text: [keyof Palette, keyof Palette][] = [
  ...(['text', 'soft', 'link', 'dangerText', 'good', 'caution'] as const).flatMap((c): [keyof Palette, keyof Palette][] => [
    [c, 'panel'],
    [c, 'raised'],
    [c, 'ground'],
  ]),
  ['onPrimary', 'primary'],
  ['onDanger', 'danger'],
  ['onOffered', 'offered'],
  ['onTalking', 'talking'],
  ['onHeld', 'held'],
  ['onRecovering', 'recovering'],
  ['onWrapup', 'wrapup'],
  ['onIdle', 'idle'],
  ['warnText', 'warnGround'],
  ['citizen', 'panel'],
  ['staff', 'panel'],
];

describe.each(['light', 'dark'] as Mode[])('%s', (mode) => {
  const p = PALETTES[mode];
  it.each(text)('text %s on %s reaches 4.5:1 (WCAG 1.4.3)', (front, back) => {
    expect(contrast(p[front], p[back])).toBeGreaterThanOrEqual(4.5);
  });
  it.each([['edge', 'panel'], ['primary', 'panel'], ['primary', 'ground']] as const)('%s on %s reaches 3:1 (WCAG 1.4.11)', (front, back) => {
    expect(contrast(p[front], p[back])).toBeGreaterThanOrEqual(3);
  });
});
