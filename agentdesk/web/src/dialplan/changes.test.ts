import { describe, expect, it } from 'vitest';
import type { DialplanDetail } from '../api/types';
import { NO_EDITS, difference, editOf, fieldOf, hides, wordsOf } from './changes';

const detail = { version: 'v', prompts: [{ name: 'greeting', vi: 'Chào', spoken: '', en: 'Hello' }] } as unknown as DialplanDetail;

describe('what a form changed', () => {
  it('holds only what differs', () => {
    expect(editOf(detail, NO_EDITS)).toEqual({ of: 'v', prompts: [], hours: [] });
    expect(editOf(detail, { ...NO_EDITS, vi: { greeting: 'Chào' } }).prompts).toEqual([]);
    expect(editOf(detail, { ...NO_EDITS, vi: { greeting: 'Xin chào' }, times: { office: { 'mon-fri': 'closed ', '2027-01-01': '' } } })).toEqual({
      of: 'v',
      prompts: [{ name: 'greeting', vi: 'Xin chào', spoken: '', en: 'Hello', spoken_stays: false }],
      hours: [
        { name: 'office', day: 'mon-fri', times: 'closed', dated: false },
        { name: 'office', day: '2027-01-01', times: '', dated: true },
      ],
    });
  });

  it('is not hidden behind what is read aloud', () => {
    const prompt = { name: 'greeting', vi: 'Chào 1022', spoken: 'Chào một không hai hai', en: 'Hello' };
    const other = { ...NO_EDITS, vi: { greeting: 'Xin chào' } };
    expect(hides(prompt, NO_EDITS)).toBe(false);
    expect(hides(prompt, other)).toBe(true);
    expect(hides(prompt, { ...other, spoken: { greeting: '' } })).toBe(false);
    expect(hides({ ...prompt, spoken: '' }, other)).toBe(false);
    expect(wordsOf(prompt, other)).toBe('Chào một không hai hai');
    expect(wordsOf(prompt, { ...other, spoken: { greeting: '' } })).toBe('Xin chào');
    const of = { version: 'v', prompts: [prompt] } as unknown as DialplanDetail;
    expect(editOf(of, { ...other, stays: { greeting: true } }).prompts?.[0]?.spoken_stays).toBe(true);
  });

  it('is the same line, however it ends', () => {
    expect(difference('a\r\nb', 'a\nc')).toEqual([
      { sign: '-', text: 'b' },
      { sign: '+', text: 'c' },
    ]);
  });

  it('is shown line by line', () => {
    expect(difference('a\nb\nc', 'a\nx\nc\nd')).toEqual([
      { sign: '-', text: 'b' },
      { sign: '+', text: 'x' },
      { sign: '+', text: 'd' },
    ]);
    expect(difference('a\nb', 'a\nb')).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    ['body.prompts.hello.vi', 'field-prompts.hello.vi'],
    ['body.prompts.hello', 'field-prompts.hello.spoken'],
    ['body.hours.office.mon', 'field-hours.office.mon'],
    ['body.note', null],
    ['', null],
  ])('of %s leads to %s', (location, field) => {
    expect(fieldOf(location)).toBe(field);
  });
});
