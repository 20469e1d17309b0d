import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFields, useUnits } from '../api/queries';
import { allDuties, unitsOn, type Duty } from '../api/units';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { dutyWords } from '../units/duty-words';
import { DutyForm } from './duty-form';
import { TryWords } from './try-words';
import '../forms/forms.css';
import '../units/units.css';

/** The last day of the former districts: places are still named by them. */
const BEFORE = '2025-06-30';

const SORTS = bothWays('unit', 'priority');

/** Whose what is: field and place, and the unit that is suggested for them. */
export default function DutiesPage() {
  const t = useText();
  const { user } = useSession();
  const changes = may(user, 'units');
  const sought = useSought(SORTS);
  const { asked } = sought;
  const [open, setOpen] = useState<Duty | 'new' | null>(null);
  const duties = useQuery({ queryKey: ['duties', asked], queryFn: ({ signal }) => allDuties(asked, signal), placeholderData: keepPreviousData });
  const head = heads(sought.sort, 'priority', (next) => sought.ask('sort', next));
  const former = useQuery({ queryKey: ['units', BEFORE], queryFn: ({ signal }) => unitsOn(BEFORE, 'district', signal), staleTime: Infinity });
  const fields = useFields().data ?? [];
  const units = useUnits().data ?? [];
  const places = [...units.filter(({ kind }) => kind === 'commune'), ...(former.data ?? [])];
  const known = [...units, ...(former.data ?? [])];
  const unitName = (duty: Duty) => (duty.unit ? (duty.unit_name ?? duty.unit) : t('duties.commune'));
  const told = (duty: Duty) => dutyWords(t, duty, fields, known);
  const columns: Column<Duty>[] = [
    { key: 'what', title: t('duties.what'), render: told },
    { key: 'unit', title: t('units.name'), sort: head('unit'), render: (duty) => (duty.unit ? <Link to={`/units/${duty.unit}`}>{unitName(duty)}</Link> : unitName(duty)) },
    { key: 'priority', title: t('duties.priority'), width: 110, sort: head('priority'), align: 'right', render: (duty) => duty.priority },
    { key: 'basis', title: t('duties.basis'), render: (duty) => duty.basis },
    ...(changes
      ? [
          {
            key: 'act',
            title: t('directory.edit'),
            width: 90,
            render: (duty: Duty) => (
              <button type="button" className="form-button" data-testid={`duty-edit-${duty.id}`} aria-label={`${t('directory.edit')}: ${told(duty)}`} onClick={() => setOpen(duty)}>
                {t('directory.edit')}
              </button>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="page" data-testid="duties-page">
      <div className="list-head">
        <h1>{t('duties.heading')}</h1>
        {changes && open === null && (
          <button type="button" className="form-button" data-testid="duty-new" onClick={() => setOpen('new')}>
            {t('duties.new')}
          </button>
        )}
        <Exports path="/directory/duties" query={asked} />
      </div>
      <TryWords fields={fields} />
      {open && <DutyForm key={open === 'new' ? 'new' : open.id} duty={open === 'new' ? null : open} places={places} fields={fields} onClose={() => setOpen(null)} />}
      <Search testId="duties-search" label={t('duties.search')} of={sought} found={duties.isSuccess && t('duties.count', { n: duties.data.length })} />
      <List<Duty> testId="duties-table" label={t('duties.heading')} columns={columns} query={duties} rows={duties.data ?? []} rowKey={(duty) => duty.id} empty={t('duties.none')} row={(duty) => ({ 'data-testid': `duty-${duty.id}` })} />
    </div>
  );
}
