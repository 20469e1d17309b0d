import { describe, expect, it } from 'vitest';
import type { DialplanDetail } from '../api/types';
import { difference, editOf, NO_EDITS } from './changes';

const detail = { version: 'v', prompts: [{ name: 'greeting', vi: 'Chào', spoken: '', en: 'Hello' }] } as unknown as DialplanDetail;

describe('what a form changed', () => {
  it('holds only what differs', () => {
    expect(editOf(detail, NO_EDITS)).toEqual({ of: 'v', prompts: [], hours: [] });
    expect(editOf(detail, { ...NO_EDITS, vi: { greeting: 'Chào' } }).prompts).toEqual([]);
    expect(editOf(detail, { vi: { greeting: 'Xin chào' }, spoken: {}, times: { office: { 'mon-fri': 'closed ', '2027-01-01': '' } } })).toEqual({
      of: 'v',
      prompts: [{ name: 'greeting', vi: 'Xin chào', spoken: '', en: 'Hello' }],
      hours: [
        { name: 'office', day: 'mon-fri', times: 'closed', dated: false },
        { name: 'office', day: '2027-01-01', times: '', dated: true },
      ],
    });
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
