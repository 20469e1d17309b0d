import { describe, expect, it } from 'vitest';
import { isKey, text, type Key } from './index';
import { CATALOGUE, PARTS } from './parts';

const keys = Object.keys(CATALOGUE) as Key[];
const names = (s: string) => [...new Set([...s.matchAll(/\{(\w+)[|}]/g)].map((m) => m[1]))].sort();
const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

describe('catalogue', () => {
  it('has every text in both languages', () => {
    for (const key of keys) {
      expect(text(key, 'vi').trim(), `${key} in Vietnamese`).not.toBe('');
      expect(text(key, 'en').trim(), `${key} in English`).not.toBe('');
    }
  });

  it('fills in the same values in both languages', () => {
    for (const key of keys) expect(names(text(key, 'vi')), key).toEqual(names(text(key, 'en')));
  });

  it('defines no key in two parts', () => {
    const count = PARTS.reduce((sum: number, part) => sum + Object.keys(part).length, 0);
    expect(keys).toHaveLength(count);
  });

  it('is written in composed letters (NFC), so that searching finds them', () => {
    for (const key of keys) expect(text(key, 'vi').normalize('NFC'), key).toBe(text(key, 'vi'));
  });

  it('has no text that nothing shows', () => {
    const all = Object.entries(sources)
      .filter(([path]) => !path.startsWith('./') && !path.includes('.test.'))
      .map(([, source]) => source)
      .join('\n');
    // Families whose keys are made of data: looked up by label() or by a template.
    // The timeline and the audit log name theirs in a table.
    const made = [...all.matchAll(/label\('([\w.]+)'/g), ...all.matchAll(/[`']([\w.]+)\.\$\{/g)].map((m) => `${m[1] ?? ''}.`);
    const families = [...made, 'auditreason.', 'auditway.', 'auditstep.', 'auditpost.', 'outcome.', 'endclass.', 'endreason.', 'callstate.'];
    expect(keys.filter((key) => !all.includes(`'${key}'`) && !all.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)))).toEqual([]);
  });

  it('fills in values, and leaves unknown names visible', () => {
    expect(text('bar.openTickets', 'vi', { n: 2 })).toBe('2 phiếu đang mở');
    expect(text('bar.openTickets', 'vi')).toBe('{n} phiếu đang mở');
  });

  it('counts in English as the English do', () => {
    expect([0, 1, 2].map((n) => text('wall.calls', 'en', { n }))).toEqual(['0 calls', '1 call', '2 calls']);
    expect(text('wall.callsOf', 'en', { n: 1, most: 1 })).toBe('1 of 1 call');
    expect(text('wall.calls', 'vi', { n: 1 })).toBe('1 cuộc');
  });

  it('tells keys from other strings', () => {
    expect(isKey('state.received')).toBe(true);
    expect(isKey('state.toString')).toBe(false);
    expect(isKey('toString')).toBe(false);
  });
});
