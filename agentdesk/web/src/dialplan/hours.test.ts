import { describe, expect, it } from 'vitest';
import { text, type Translate } from '../i18n';
import { dayInWords, timesInWords, timesTyped } from './hours';

const vi: Translate = (key, values) => text(key, 'vi', values);
const en: Translate = (key, values) => text(key, 'en', values);

describe('hours', () => {
  it('have days in words', () => {
    expect(['mon-fri', 'sat', '2027-02-08', '2027-02-08..2027-02-12', '2026-12-31..2027-01-01', 'moon'].map((day) => dayInWords(day, vi))).toEqual([
      'Thứ Hai – Thứ Sáu',
      'Thứ Bảy',
      '08/02/2027',
      '08/02 – 12/02/2027',
      '31/12/2026 – 01/01/2027',
      'moon',
    ]);
    expect(dayInWords('mon-fri', en)).toBe('Monday – Friday');
  });

  it('are closed in words, and back', () => {
    expect([timesInWords('closed', vi), timesInWords('closed', en), timesInWords('07:30-11:30', vi)]).toEqual(['đóng cửa', 'closed', '07:30-11:30']);
    expect(['đóng cửa', ' Đóng cửa', 'closed', '07:30-11:30', 'đóng', ''].map(timesTyped)).toEqual(['closed', 'closed', 'closed', '07:30-11:30', 'đóng', '']);
  });
});
