import { describe, expect, it } from 'vitest';
import type { Unit } from '../api/types';
import { treeOf } from './tree';

const unit = (code: string, parent = '', kind: Unit['kind'] = 'department') => ({ code, name: code, kind, parent, phone: '' });
const UNITS = [unit('SXD', 'TP'), unit('DOI2', 'SXD', 'service'), unit('TP', '', 'office'), unit('DOI1', 'SXD', 'service'), unit('SYT', 'TP'), unit('X', 'GONE')];

/** Each as it stands: a space for each one above it, a dot if it is there for those below it alone. */
const drawn = (...asked: [called?: string[] | null, folded?: string[]]) =>
  treeOf(UNITS, asked[0] ? new Set(asked[0]) : null, new Set(asked[1] ?? [])).map(({ unit: of, depth, found }) => `${' '.repeat(depth)}${of.code}${found ? '' : '.'}`);

describe('the tree of units', () => {
  it('has each below the one that it belongs to; whose is not known stands by itself', () => {
    expect(drawn()).toEqual(['TP', ' SXD', '  DOI1', '  DOI2', ' SYT', 'X']);
  });

  it('shows what is looked for with all above it', () => {
    expect(drawn(['DOI2'])).toEqual(['TP.', ' SXD.', '  DOI2']);
    expect(drawn([])).toEqual([]);
  });

  it('folds', () => {
    expect(drawn(null, ['SXD'])).toEqual(['TP', ' SXD', ' SYT', 'X']);
    expect(treeOf(UNITS, null, new Set(['SXD']))[1]).toMatchObject({ below: 2, open: false, above: 'TP' });
  });
});
