import { describe, expect, it } from 'vitest';
import { isKey } from '../i18n';
import { ACTIONS, isFiltered, objectOf, readFilters, toQuery, writeFilters } from './filters';

const read = (address: string) => readFilters(new URLSearchParams(address));

describe('the filters of the audit log', () => {
  it('are what they were after the address', () => {
    const address = 'actor=truongca&action=call.listen&object=call%3Apbx1-1.2&cursor=abc';
    expect(writeFilters(read(address)).toString()).toBe(address);
    expect(toQuery(read(address))).toEqual({ limit: 50, actor: 'truongca', action: 'call.listen', object: 'call:pbx1-1.2', cursor: 'abc' });
    expect([isFiltered(read('cursor=abc')), isFiltered(read('actor=truongca'))]).toEqual([false, true]);
  });
});

describe('an entry of the audit log', () => {
  it('tells what it is about', () => {
    expect(objectOf('call:pbx1-1.2')).toEqual({ kind: 'call', id: 'pbx1-1.2' });
    expect(objectOf('shifts')).toEqual({ kind: '', id: 'shifts' });
  });

  it('have words for every action that somebody may look for', () => {
    expect(ACTIONS.filter((action) => !isKey(`act.${action}`))).toEqual([]);
  });
});
