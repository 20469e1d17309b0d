import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { directoryGaps, type Gap } from '../api/units';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import '../forms/forms.css';
import '../units/units.css';

const SORTS = bothWays('name', 'parts');

/** Units for which somebody is missing: nobody would answer there, or nobody would be told. */
export default function GapsPage() {
  const t = useText();
  const { user } = useSession();
  const sought = useSought(SORTS);
  const { asked } = sought;
  const gaps = useQuery({ queryKey: ['directory-gaps', asked], queryFn: ({ signal }) => directoryGaps(asked, signal), placeholderData: keepPreviousData });
  // What is open and nobody's comes first.
  const head = heads(sought.sort, '-parts', (next) => sought.ask('sort', next));
  const columns: Column<Gap>[] = [
    { key: 'name', title: t('units.name'), sort: head('name'), render: (gap) => <Link to={`/units/${gap.code}`}>{gap.name}</Link> },
    {
      key: 'missing',
      title: t('gaps.missing'),
      render: (gap) => (
        <span className="tags">
          {gap.focal && <span className="tag tag-urgent">{t('gaps.focal')}</span>}
          {gap.phone && <span className="tag tag-urgent">{t('gaps.phone')}</span>}
          {gap.head && <span className="tag tag-waits">{t('gaps.head')}</span>}
        </span>
      ),
    },
    { key: 'parts', title: t('gaps.parts'), width: 140, sort: head('parts', true), align: 'right', render: (gap) => gap.parts },
    ...(may(user, 'units')
      ? [
          {
            key: 'mend',
            title: t('gaps.mend'),
            width: 150,
            // Who has no telephone is mended in their own form, on the unit's page.
            render: (gap: Gap) => (
              <Link className="form-button unit-new" data-testid={`mend-${gap.code}`} aria-label={`${t('gaps.mend')}: ${gap.name}`} to={gap.phone ? `/units/${gap.code}` : `/units/${gap.code}?add=${gap.focal ? 'focal' : 'head'}`}>
                {t('gaps.mend')}
              </Link>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="page page-narrow" data-testid="gaps-page">
      <div className="list-head">
        <h1>{t('gaps.heading')}</h1>
        <Exports path="/directory/gaps" query={asked} />
      </div>
      <p className="page-note">{t('gaps.about')}</p>
      <Search testId="gaps-search" of={sought} found={gaps.isSuccess && t('gaps.count', { n: gaps.data.length })} />
      <List<Gap> testId="gaps-table" label={t('gaps.heading')} columns={columns} query={gaps} rows={gaps.data ?? []} rowKey={(gap) => gap.code} empty={t(sought.q ? 'lists.notFound' : 'gaps.none')} row={(gap) => ({ 'data-testid': `gap-unit-${gap.code}` })} />
    </div>
  );
}
