import { expect, it } from 'vitest';
import type { Officer } from '../api/units';
import { dutyDraftOf, NEW_DUTY, toDuty } from './duty-draft';
import { NEW_NOTE, toNote } from './note-draft';

const people: Officer[] = [
  { id: 7, unit: 'SXD', post: 'focal', rank: 2, name: 'An', version: 1 },
  { id: 8, unit: 'SXD', post: 'head', rank: 1, name: 'Bình', version: 1 },
];

it('reports who leaves with their own post, and who comes', () => {
  const note = toNote({ ...NEW_NOTE, unit: 'SXD', leaver: '8', from: '2026-12-01', name: 'Chi', phone: '0912345678' }, people);
  expect(note).toMatchObject({ unit: 'SXD', leaver: 8, post: 'head', rank: 1, successor: { name: 'Chi', phone: '0912345678' } });
});

it('gives a vacant post the next place, and nobody where nobody comes', () => {
  expect(toNote({ ...NEW_NOTE, unit: 'SXD', name: 'Chi' }, people)).toMatchObject({ leaver: 0, post: 'focal', rank: 3 });
  expect(toNote({ ...NEW_NOTE, unit: 'SXD', leaver: '7' }, people)).not.toHaveProperty('successor');
});

it('takes a duty into the form and back', () => {
  const facts = { field: 'cap-dien', group: 0, area: '', unit: 'SXD', priority: 10, basis: '', since: '', until: '2027-01-01' };
  expect(toDuty(dutyDraftOf(facts))).toEqual(facts);
  expect(toDuty({ ...NEW_DUTY, priority: 'mười' }).priority).toBe(0);
});
