import { describe, expect, it } from 'vitest';
import { dayText, readDay, readTime } from './day';

describe('a day as it is written here', () => {
  it('is shown day first', () => {
    expect([dayText('2026-12-01'), dayText(''), dayText('mai')]).toEqual(['01/12/2026', '', 'mai']);
  });

  it('is read as people type it', () => {
    for (const typed of ['01/12/2026', '1/12/2026', ' 1.12.2026 ', '1-12-26', '01122026', '2026-12-01']) expect(readDay(typed)).toBe('2026-12-01');
  });

  it('is not read where there is no such day', () => {
    for (const typed of ['', '31/02/2026', '12/13/2026', '0/1/2026', '1/12', 'mai', '1/12/20266']) expect(readDay(typed)).toBe('');
  });
});

describe('a time of day', () => {
  it('is read as people type it', () => {
    expect(['7:30', '07h30', '17h', '1730', '9'].map(readTime)).toEqual(['07:30', '07:30', '17:00', '17:30', '09:00']);
    expect(['', '24:00', '7:60', 'trưa'].map(readTime)).toEqual(['', '', '', '']);
  });
});
