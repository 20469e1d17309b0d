import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { unitFigures, type FiguresQuery, type UnitFigures } from '../api/work';
import { useText, type Key } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { useAddress } from '../lists/use-address';
import { decimal, hours, share, sum } from './sums';
import './figures.css';

const DAY = 24 * 3600_000;

const COUNTED = ['held', 'unaccepted', 'late', 'escalated', 'answered', 'in_time', 'median', 'rating'] as const;
const SORTS = bothWays('unit', ...COUNTED);
type Sort = (typeof SORTS)[number];

/** The periods that can be chosen, in days. */
const PERIODS: readonly (readonly [number, Key])[] = [
  [30, 'figures.days30'],
  [90, 'figures.days90'],
  [365, 'figures.year'],
];

/** The time so many days ago. */
const before = (days: number) => new Date(Date.now() - days * DAY).toISOString();

/** What each unit has, and how it answered. */
export default function FiguresPage() {
  const t = useText();
  const [address, ask] = useAddress();
  const days = PERIODS.find(([n]) => String(n) === address.get('days'))?.[0] ?? 30;
  const sort = sortFrom(SORTS, address.get('sort'));
  const asked = (): FiguresQuery => ({ since: before(days), ...(sort && { sort }) });
  const query = useQuery({
    queryKey: ['unit-figures', days, sort],
    queryFn: ({ signal }) => unitFigures(asked(), signal),
    placeholderData: keepPreviousData,
  });
  const rows = query.data ?? [];
  const columns = useColumns(heads<Sort>(sort, '-late', (next) => ask('sort', next)));
  return (
    <div className="page figures" data-testid="figures-page">
      <div className="list-head">
        <h1>{t('figures.heading')}</h1>
        <Exports path="/unit-figures" query={asked} />
      </div>
      <p>
        <label>
          {t('figures.period')}{' '}
          <select data-testid="figures-period" value={days} onChange={(event) => ask('days', event.target.value === '30' ? '' : event.target.value)}>
            {PERIODS.map(([n, title]) => (
              <option key={n} value={n}>
                {t(title)}
              </option>
            ))}
          </select>
        </label>
      </p>
      <List<UnitFigures>
        testId="figures-table"
        label={t('figures.heading')}
        columns={columns}
        query={query}
        rows={rows}
        rowKey={(row) => row.unit}
        empty={t('figures.empty')}
        row={(row) => ({ 'data-testid': `figures-${row.unit}` })}
        foot={
          rows.length > 0 && (
            <tr>
              <th scope="row">{t('figures.total')}</th>
              <td data-testid="figures-held">{sum(rows, 'held')}</td>
              <td>{sum(rows, 'unaccepted')}</td>
              <td data-testid="figures-late">{sum(rows, 'late')}</td>
              <td>{sum(rows, 'escalated')}</td>
              <td>{sum(rows, 'answered')}</td>
              <td>{share(sum(rows, 'answered_in_time'), sum(rows, 'answered'))}</td>
              <td />
              <td />
            </tr>
          )
        }
      />
      {/* Beneath the list, whose height is not known before. */}
      <p className="soft" hidden={query.isPending}>
        {t('figures.note')}
      </p>
    </div>
  );
}

function useColumns(head: ReturnType<typeof heads<Sort>>): Column<UnitFigures>[] {
  const t = useText();
  const figure = (key: (typeof COUNTED)[number], title: Key, render: Column<UnitFigures>['render']): Column<UnitFigures> => ({ key, title: t(title), align: 'right', sort: head(key, true), render });
  return [
    { key: 'unit', title: t('figures.unit'), sort: head('unit'), render: (row) => row.unit_name },
    figure('held', 'figures.held', (row) => row.held),
    figure('unaccepted', 'figures.unaccepted', (row) => row.unaccepted),
    figure('late', 'figures.late', (row) => <span className={row.late > 0 ? 'figures-bad' : undefined}>{row.late}</span>),
    figure('escalated', 'figures.escalated', (row) => row.escalated),
    figure('answered', 'figures.answered', (row) => row.answered),
    figure('in_time', 'figures.inTime', (row) => share(row.answered_in_time, row.answered)),
    figure('median', 'figures.median', (row) => hours(row.median_minutes)),
    figure('rating', 'figures.rating', (row) => (row.mean_rating === null ? '–' : t('figures.ratingOf', { mark: decimal.format(row.mean_rating), n: row.ratings }))),
  ];
}
