import { describe, expect, it } from 'vitest';
import type { ArticleVersion } from '../api/knowledge';
import { draftOf, fromKept, newDraft, place, toKeep, toRequest } from './draft';

const version: ArticleVersion = {
  version: 2, state: 'draft', title: 'Khai sinh', answer: 'Nộp tại phường.', asked: ['làm giấy khai sinh', 'GKS'], field: 'ho-tich', unit: 'STP',
  sources: [{ title: 'Luật Hộ tịch', url: '' }, { title: 'Cổng', url: 'https://dichvucong.gov.vn' }],
  since: '2026-01-01', until: '', review: '2026-07-01', author: 'truongca', saved_at: '2026-01-01T00:00:00Z', submitted_at: null, decided_by: '', decided_at: null, note: '',
};

describe('an article in the form', () => {
  it('comes out as it went in', () => {
    const { title, answer, asked, field, unit, sources, since, until, review } = version;
    expect(toRequest(draftOf(version))).toEqual({ title, answer, asked, field, unit, sources, since, until, review });
  });

  it('leaves empty lines out', () => {
    expect(toRequest({ ...draftOf(version), asked: '\n a \n\n', sources: ' \n' })).toMatchObject({ asked: ['a'], sources: [] });
  });

  it('holds from today in Hải Phòng, and is reviewed half a year later', () => {
    expect(newDraft(new Date('2026-11-27T18:00:00Z'))).toMatchObject({ since: '2026-11-28', review: '2027-05-29' });
  });

  it('is kept with the version that it was written on', () => {
    const draft = draftOf(version);
    expect(fromKept(toKeep(2, draft))).toEqual({ was: 2, draft });
    expect([fromKept(null), fromKept({})]).toEqual([null, null]);
    expect(place('truongca', 7)).not.toBe(place('truongca', 8));
  });
});
