import { Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useUnits } from '../api/queries';
import type { Unit } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { CallNumber } from '../desk/call-number';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { List, type Column } from '../lists/table';
import { byUse } from '../tickets/likely';
import { searchUnits } from '../tickets/units';
import '../forms/forms.css';
import './units.css';

/** The directory of units. */
export default function UnitsPage() {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const units = useUnits();
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<Unit['kind'] | null>(null);
  const shown = useMemo(() => {
    const all = (units.data ?? []).filter((unit) => kind === null || unit.kind === kind);
    return typed.trim() === '' ? all.sort(byUse) : searchUnits(all, typed, all.length);
  }, [units.data, typed, kind]);
  const kinds = [...new Set((units.data ?? []).map((unit) => unit.kind))];
  const columns = useColumns();
  return (
    <div className="page page-narrow" data-testid="units-page">
      <div className="list-head">
        <h1>{t('units.heading')}</h1>
        {may(user, 'units') && (
          <Link className="form-button unit-new" data-testid="unit-new" to="/units/new">
            {t('directory.newUnit')}
          </Link>
        )}
        <Exports path="/units" query={{}} />
      </div>
      <div className="filters" role="search">
        <Input
          className="filter-wide"
          data-testid="units-search"
          aria-label={t('help.search')}
          placeholder={t('help.search')}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select<Unit['kind'] | null>
          className="filter-wide"
          aria-label={t('units.kind')}
          allowClear
          placeholder={t('units.anyKind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: label('unitkind', value) }))}
          onChange={(value?: Unit['kind'] | null) => setKind(value ?? null)}
        />
        <span className="soft" role="status">
          {units.isSuccess && t('units.count', { n: shown.length })}
        </span>
      </div>
      <List<Unit> testId="units-table" label={t('units.heading')} columns={columns} query={units} rows={shown} rowKey={(unit) => unit.code} empty={t('help.noUnit')} />
    </div>
  );
}

function useColumns(): Column<Unit>[] {
  const t = useText();
  const label = useLabel();
  return [
    { title: t('units.name'), key: 'name', render: (unit) => <Link to={`/units/${unit.code}`}>{unit.name}</Link> },
    { title: t('units.kind'), key: 'kind', width: 240, render: (unit) => label('unitkind', unit.kind) },
    {
      title: t('units.phone'),
      key: 'phone',
      width: 220,
      render: (unit) =>
        unit.phone ? <CallNumber number={unit.phone} /> : <span className="soft">{t('help.noPhone')}</span>,
    },
    { title: t('units.code'), key: 'code', width: 120, render: (unit) => <span className="soft">{unit.code}</span> },
  ];
}
