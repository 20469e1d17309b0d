import { Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useUnits } from '../api/queries';
import type { Unit } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { CallNumber } from '../desk/call-number';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, ordered, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { useAddress, useTyped } from '../lists/use-address';
import { useClear } from '../shell/use-clear';
import { searchUnits } from '../tickets/units';
import { treeOf, type Branch } from './tree';
import '../forms/forms.css';
import './units.css';

const SORTS = bothWays('name', 'kind', 'phone', 'unit_code');
type Sort = (typeof SORTS)[number];

/** The directory of units, each below the one that it belongs to. What is looked for stands in the address, and is shown with all above it. */
export default function UnitsPage() {
  const t = useText();
  const clear = useClear();
  const label = useLabel();
  const { user } = useSession();
  const units = useUnits();
  const [search, ask] = useAddress();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const kinds = [...new Set((units.data ?? []).map((unit) => unit.kind))];
  const words = search.get('q') ?? '';
  const [typed, type] = useTyped(words, (next) => ask('q', next));
  const kind = kinds.find((one) => one === search.get('kind')) ?? null;
  const sort = sortFrom(SORTS, search.get('sort'));
  const { shown, found } = looked(units.data ?? [], words, kind, folded, sort, (unit, name) => ({ name: unit.name, kind: label('unitkind', unit.kind), phone: unit.phone, unit_code: unit.code })[name] ?? '');
  const columns = useColumns(
    (code) => {
      const next = new Set(folded);
      if (!next.delete(code)) next.add(code);
      setFolded(next);
    },
    heads<Sort | 'tree'>(sort, 'tree', (next) => ask('sort', next)),
  );
  return (
    <div className="page page-narrow" data-testid="units-page">
      <div className="list-head">
        <h1>{t('units.heading')}</h1>
        {may(user, 'units') && (
          <Link className="form-button unit-new" data-testid="unit-new" to="/units/new">
            {t('directory.newUnit')}
          </Link>
        )}
        <Exports path="/directory/units" query={{ q: words, ...(kind && { kind }), ...(sort && { sort }) }} />
      </div>
      <div className="filters" role="search">
        <Input
          className="filter-wide"
          data-testid="units-search"
          aria-label={t('help.search')}
          placeholder={t('help.search')}
          allowClear
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
        <Select<Unit['kind'] | null>
          className="filter-wide"
          aria-label={t('units.kind')}
          allowClear={clear}
          placeholder={t('units.anyKind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: label('unitkind', value) }))}
          onChange={(value?: Unit['kind'] | null) => ask('kind', value ?? '')}
        />
        <span className="soft list-found" role="status">
          {units.isSuccess && t('units.count', { n: found })}
        </span>
      </div>
      <List<Branch> testId="units-table" label={t('units.heading')} columns={columns} query={units} rows={shown} rowKey={({ unit }) => unit.code} empty={t('help.noUnit')} row={({ unit, depth, found: called }) => ({ 'data-testid': `unit-row-${unit.code}`, 'data-depth': depth, 'data-found': called })} />
    </div>
  );
}

/** What is shown, and how many of it are looked for: as a tree, or by a column one below the other. */
function looked(all: readonly Unit[], typed: string, kind: Unit['kind'] | null, folded: ReadonlySet<string>, sort: string, cell: (unit: Unit, name: string) => string): { shown: readonly Branch[]; found: number } {
  if (sort !== '') {
    const { shown } = looked(all, typed, kind, new Set(), '', cell);
    const flat = shown.filter(({ found }) => found).map((branch) => ({ ...branch, depth: 0, below: 0 }));
    return { shown: ordered(flat, sort, ({ unit }, name) => cell(unit, name)), found: flat.length };
  }
  if (typed.trim() === '' && kind === null) return { shown: treeOf(all, null, folded), found: all.length };
  const right = all.filter((unit) => kind === null || unit.kind === kind);
  const called = new Set((typed.trim() === '' ? right : searchUnits(right, typed, right.length)).map(({ code }) => code));
  return { shown: treeOf(all, called, new Set()), found: called.size };
}

function useColumns(onFold: (code: string) => void, head: ReturnType<typeof heads<Sort | 'tree'>>): Column<Branch>[] {
  const t = useText();
  const label = useLabel();
  return [
    {
      title: t('units.name'),
      key: 'name',
      main: true,
      sort: head('name'),
      render: ({ unit, above, depth, below, open, found }) => (
        <span className={found ? 'unit-branch' : 'unit-branch soft'} style={{ paddingInlineStart: `${depth}em` }}>
          {below > 0 ? (
            <button type="button" className="unit-fold" data-testid={`unit-fold-${unit.code}`} aria-expanded={open} aria-label={t('units.below', { name: unit.name, n: below })} onClick={() => onFold(unit.code)}>
              <span aria-hidden>{open ? '▾' : '▸'}</span>
            </button>
          ) : (
            <span className="unit-leaf" />
          )}
          <Link to={`/units/${unit.code}`}>{unit.name}</Link>
          {above !== '' && <span className="unseen">{t('units.of', { name: above })}</span>}
        </span>
      ),
    },
    { title: t('units.kind'), key: 'kind', width: 240, sort: head('kind'), render: ({ unit }) => label('unitkind', unit.kind) },
    {
      title: t('units.phone'),
      key: 'phone',
      width: 220,
      sort: head('phone'),
      render: ({ unit }) =>
        unit.phone ? <CallNumber number={unit.phone} /> : <span className="soft">{t('help.noPhone')}</span>,
    },
    { title: t('units.code'), key: 'code', width: 120, sort: head('unit_code'), render: ({ unit }) => <span className="soft">{unit.code}</span> },
  ];
}
