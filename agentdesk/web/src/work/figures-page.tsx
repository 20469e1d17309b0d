import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { unitFigures, type UnitFigures } from '../api/work';
import { useText, type Key } from '../i18n';
import { List, type Column } from '../lists/table';
import { decimal, hours, share, sum } from './sums';
import './figures.css';

const DAY = 24 * 3600_000;

/** The periods that can be chosen, in days. */
const PERIODS: readonly (readonly [number, Key])[] = [
  [30, 'figures.days30'],
  [90, 'figures.days90'],
  [365, 'figures.year'],
];

/** What each unit has, and how it answered. */
export default function FiguresPage() {
  const t = useText();
  const [address, setAddress] = useSearchParams();
  const days = PERIODS.find(([n]) => String(n) === address.get('days'))?.[0] ?? 30;
  const query = useQuery({
    queryKey: ['unit-figures', days],
    queryFn: ({ signal }) => unitFigures(new Date(Date.now() - days * DAY).toISOString(), signal),
    placeholderData: keepPreviousData,
  });
  const rows = query.data ?? [];
  const columns = useColumns();
  return (
    <div className="page figures" data-testid="figures-page">
      <h1>{t('figures.heading')}</h1>
      <p>
        <label>
          {t('figures.period')}{' '}
          <select data-testid="figures-period" value={days} onChange={(event) => setAddress(event.target.value === '30' ? {} : { days: event.target.value })}>
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
      <p className="soft">{t('figures.note')}</p>
    </div>
  );
}

function useColumns(): Column<UnitFigures>[] {
  const t = useText();
  const figure = (key: string, title: Key, render: Column<UnitFigures>['render']): Column<UnitFigures> => ({ key, title: t(title), align: 'right', render });
  return [
    { key: 'unit', title: t('figures.unit'), render: (row) => row.unit_name },
    figure('held', 'figures.held', (row) => row.held),
    figure('unaccepted', 'figures.unaccepted', (row) => row.unaccepted),
    figure('late', 'figures.late', (row) => <span className={row.late > 0 ? 'figures-bad' : undefined}>{row.late}</span>),
    figure('escalated', 'figures.escalated', (row) => row.escalated),
    figure('answered', 'figures.answered', (row) => row.answered),
    figure('in-time', 'figures.inTime', (row) => share(row.answered_in_time, row.answered)),
    figure('median', 'figures.median', (row) => hours(row.median_minutes)),
    figure('rating', 'figures.rating', (row) => (row.mean_rating === null ? '–' : t('figures.ratingOf', { mark: decimal.format(row.mean_rating), n: row.ratings }))),
  ];
}
