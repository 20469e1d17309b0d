import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { unitFigures, type UnitFigures } from '../api/work';
import { useText, type Key } from '../i18n';
import { ErrorState } from '../shell/states';
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
      {query.isError ? (
        <ErrorState within error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a narrow screen
        <div className="figures-scroll" role="region" aria-label={t('figures.heading')} tabIndex={0} aria-busy={query.isFetching}>
          <table data-testid="figures-table">
            <thead>
              <tr>
                {COLUMNS.map(({ title }) => (
                  <th key={title} scope="col">
                    {t(title)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.unit} row={row} testid={`figures-${row.unit}`} />
              ))}
              {query.isPending && <tr className="figures-wait" aria-hidden><td colSpan={COLUMNS.length} /></tr>}
              {query.isSuccess && rows.length === 0 && (
                <tr>
                  <td colSpan={COLUMNS.length} className="empty">
                    {t('figures.empty')}
                  </td>
                </tr>
              )}
            </tbody>
            {rows.length > 0 && (
              <tfoot>
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
              </tfoot>
            )}
          </table>
        </div>
      )}
      <p className="soft">{t('figures.note')}</p>
    </div>
  );
}

const COLUMNS: readonly { title: Key }[] = [
  { title: 'figures.unit' },
  { title: 'figures.held' },
  { title: 'figures.unaccepted' },
  { title: 'figures.late' },
  { title: 'figures.escalated' },
  { title: 'figures.answered' },
  { title: 'figures.inTime' },
  { title: 'figures.median' },
  { title: 'figures.rating' },
];

function Row({ row, testid }: { row: UnitFigures; testid: string }) {
  const t = useText();
  return (
    <tr data-testid={testid}>
      <th scope="row">{row.unit_name}</th>
      <td>{row.held}</td>
      <td>{row.unaccepted}</td>
      <td className={row.late > 0 ? 'figures-bad' : undefined}>{row.late}</td>
      <td>{row.escalated}</td>
      <td>{row.answered}</td>
      <td>{share(row.answered_in_time, row.answered)}</td>
      <td>{hours(row.median_minutes)}</td>
      <td>{row.mean_rating === null ? '–' : t('figures.ratingOf', { mark: decimal.format(row.mean_rating), n: row.ratings })}</td>
    </tr>
  );
}
