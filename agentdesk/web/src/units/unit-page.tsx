import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { ApiError } from '../api/client';
import { useFields, useUnits } from '../api/queries';
import { allDuties, getUnit, type UnitDetail } from '../api/units';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { CallNumber } from '../desk/call-number';
import { useLabel, useText } from '../i18n';
import { dayText } from '../forms/day';
import { today } from '../rules/dates';
import { ErrorState, NotFound, PageLoading } from '../shell/states';
import { ClosingForm, HoldingsPart } from './closing';
import { dutyWords } from './duty-words';
import { Officers } from './officers';
import { UnitForm } from './unit-form';
import './units.css';

/** One unit: what is kept of it, who holds its posts, what is its own, and what becomes of it. */
export default function UnitPage() {
  const { code = '' } = useParams();
  const query = useQuery({ queryKey: ['unit', code], queryFn: ({ signal }) => getUnit(code, signal) });
  if (query.isPending) return <PageLoading />;
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFound />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Content key={code} unit={query.data} />;
}

function Content({ unit }: { unit: UnitDetail }) {
  const t = useText();
  const { user } = useSession();
  const [search] = useSearchParams();
  const changes = may(user, 'units');
  const [open, setOpen] = useState<'facts' | 'closing' | null>(null);
  const over = (unit.until ?? '') !== '' && (unit.until ?? '') <= today();
  return (
    <div className="page page-narrow" data-testid="unit-page" data-code={unit.code} data-version={unit.version}>
      <p>
        <Link to="/units">{t('directory.back')}</Link>
      </p>
      <div className="unit-head">
        <h1>
          {unit.name} {over && <span className="tag tag-waits">{t('directory.over')}</span>}
        </h1>
        {changes && open === null && (
          <span className="unit-acts">
            <button type="button" className="form-button" data-testid="unit-edit" onClick={() => setOpen('facts')}>
              {t('directory.edit')}
            </button>
            {!unit.until && (
              <button type="button" className="form-button" data-testid="unit-close" onClick={() => setOpen('closing')}>
                {t('directory.close')}
              </button>
            )}
          </span>
        )}
      </div>
      {unit.until && <Ending unit={unit} />}
      {open === 'facts' ? <UnitForm unit={unit} onClose={() => setOpen(null)} /> : <Facts unit={unit} />}
      {open === 'closing' && <ClosingForm key={unit.version} unit={unit} onClose={() => setOpen(null)} />}
      {(['focal', 'head'] as const).map((post) => (
        <Officers key={post} unit={unit} post={post} changes={changes && !over} adding={search.get('add') === post} />
      ))}
      <Duties code={unit.code} changes={changes} />
      {changes && <HoldingsPart code={unit.code} />}
    </div>
  );
}

function Ending({ unit }: { unit: UnitDetail }) {
  const t = useText();
  return (
    <p className="page-note" data-testid="unit-over">
      {t('directory.endsOn', { day: dayText(unit.until ?? '') })} {unit.decision}
      {unit.heirs.length > 0 && (
        <>
          {' '}
          {t('directory.tookOver')}{' '}
          {unit.heirs.map((heir, at) => (
            <span key={heir.code}>
              {at > 0 && ', '}
              <Link to={`/units/${heir.code}`}>{heir.name ?? heir.code}</Link>
            </span>
          ))}
          .
        </>
      )}
    </p>
  );
}

function Facts({ unit }: { unit: UnitDetail }) {
  const t = useText();
  const label = useLabel();
  const rows: [string, ReactNode][] = [
    [t('directory.code'), unit.code],
    [t('directory.kind'), label('unitkind', unit.kind)],
    [t('directory.parent'), unit.path.join(' › ')],
    [t('directory.phone'), unit.phone && <CallNumber number={unit.phone} />],
    [t('directory.address'), unit.address],
    [t('directory.email'), unit.email],
    [t('directory.website'), unit.website && <a href={unit.website}>{unit.website}</a>],
    [t('directory.aliases'), unit.aliases?.join(', ')],
    [t('directory.since'), unit.since && dayText(unit.since)],
    [t('directory.listed'), t(unit.listed ? 'directory.yes' : 'directory.no')],
  ];
  return (
    <dl className="panel unit-facts" data-testid="unit-facts">
      {rows.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Duties({ code, changes }: { code: string; changes: boolean }) {
  const t = useText();
  const duties = useQuery({ queryKey: ['duties'], queryFn: ({ signal }) => allDuties({}, signal) });
  const fields = useFields().data ?? [];
  const units = useUnits().data ?? [];
  const own = (duties.data ?? []).filter((duty) => duty.unit === code || duty.area === code);
  return (
    <section className="panel" data-testid="unit-duties" data-count={own.length} aria-labelledby="duties">
      <div className="unit-head">
        <h2 id="duties">{t('directory.duties')}</h2>
        {changes && <Link to="/admin/duties">{t('directory.dutiesAll')}</Link>}
      </div>
      {duties.isPending && <p className="unit-wait" aria-busy="true" />}
      {duties.isError && <ErrorState within error={duties.error} onRetry={() => void duties.refetch()} />}
      {duties.data && own.length === 0 && <p className="soft">{t('directory.noDuty')}</p>}
      <ul className="plain">
        {own.map((duty) => (
          <li key={duty.id}>
            {dutyWords(t, duty, fields, units)} {duty.basis && <span className="soft">({duty.basis})</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
