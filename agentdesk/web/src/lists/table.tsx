// A list: one table, with its states drawn. It is a plain HTML table, for that is what a list weighs
// least as, and what a screen reader reads best.

import type { ReactNode } from 'react';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { useFailure, type Asked } from '../shell/use-failure';
import './lists.css';

type Way = 'ascending' | 'descending';

/** How a column orders its list: how it does now, what a click on its head does, and each of its two ways. */
export interface Sort {
  is: Way | undefined;
  on: () => void;
  ways: Readonly<Record<Way, () => void>>;
}

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** Its width in px; the rest is shared by those without. */
  width?: number;
  align?: 'right' | 'center';
  /** What the row is about: where a list is too narrow for columns, it comes first. */
  main?: boolean;
  /** What is longer than the cell ends in dots, after so many lines. */
  ellipsis?: 1 | 2;
  /** The list can be ordered by it. */
  sort?: Sort;
}

export interface Query extends Asked {
  refetch: () => unknown;
}

interface Props<Row> {
  testId: string;
  /** What the list is of, for those who hear it. */
  label: string;
  columns: readonly Column<Row>[];
  /** Where the rows come from: its state is the list's. */
  query: Query;
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** What is said where there are no rows. */
  empty: ReactNode;
  /** Of each row: its data attributes. */
  row?: (row: Row) => Readonly<Record<`data-${string}`, string | number | boolean | undefined>>;
  /** A click anywhere in a row does what its link does. */
  onOpen?: (row: Row) => void;
  /** Its last row, where all are added up. */
  foot?: ReactNode;
}

/** How many rows are drawn while nothing is there yet: what comes must not push the page about. */
const PENDING = 8;

export function List<Row>({ testId, label, columns, query, rows, rowKey, empty, row, onOpen, foot }: Props<Row>) {
  const t = useText();
  const failure = useFailure(query);
  // What will be added up keeps its columns from the beginning.
  const summed = Boolean(foot) || (foot !== undefined && query.isPending);
  if (failure !== null) return <ErrorState within error={failure} onRetry={() => void query.refetch()} />;
  return (
    <>
      {query.isError && (
        <p className="notice list-stale" role="status">
          {t('lists.stale')}
        </p>
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a narrow screen */}
      <div className={summed ? 'list list-summed' : 'list'} role="region" aria-label={label} tabIndex={0}>
        {!summed && <OrderChoice testId={testId} columns={columns} />}
        <table data-testid={testId} aria-busy={query.isPending}>
          <thead>
            <tr>
              {columns.map(({ key, title, width, align, sort }) => (
                <th key={key} scope="col" style={{ width, textAlign: align }} aria-sort={sort?.is}>
                  {sort ? (
                    <button type="button" className="list-sort" data-testid={`sort-${key}`} onClick={sort.on}>
                      {title} <span aria-hidden>{sort.is === 'ascending' ? '▲' : sort.is === 'descending' ? '▼' : '↕'}</span>
                    </button>
                  ) : (
                    title
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {query.isPending && Array.from({ length: PENDING }, (_, n) => <Pending key={n} columns={columns.length} />)}
            {!query.isPending && rows.length === 0 && (
              <tr className="list-none">
                <td colSpan={columns.length}>
                  <div className="empty">{empty}</div>
                </td>
              </tr>
            )}
            {rows.map((item) => (
              <tr key={rowKey(item)} {...row?.(item)} className={onOpen ? 'row-link' : ''} onClick={onOpen && (() => onOpen(item))}>
                {columns.map(({ key, title, render, align, ellipsis, main }) => (
                  <td key={key} data-title={title} className={[ellipsis === 1 && 'list-short', main && 'list-main'].filter(Boolean).join(' ')} style={{ textAlign: align }}>
                    {ellipsis === 2 ? <div className="list-two">{render(item)}</div> : render(item)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {foot && <tfoot>{foot}</tfoot>}
        </table>
      </div>
    </>
  );
}

/** The order of a list that is too narrow for its heads: one control for all of them. */
function OrderChoice<Row>({ testId, columns }: { testId: string; columns: readonly Column<Row>[] }) {
  const t = useText();
  const orders = columns.flatMap(({ key, title, sort }) => (sort ? (['ascending', 'descending'] as const).map((way) => ({ name: `${key} ${way}`, title, way, is: sort.is === way, take: sort.ways[way] })) : []));
  if (orders.length === 0) return null;
  return (
    <label className="list-order">
      {t('lists.order')}
      <select data-testid={`${testId}-order`} value={orders.find(({ is }) => is)?.name ?? ''} onChange={(event) => orders.find(({ name }) => name === event.target.value)?.take()}>
        <option value="" disabled hidden>
          –
        </option>
        {orders.map(({ name, title, way }) => (
          <option key={name} value={name}>
            {title} {way === 'ascending' ? '▲' : '▼'}
          </option>
        ))}
      </select>
    </label>
  );
}

function Pending({ columns }: { columns: number }) {
  return (
    <tr className="list-pending" aria-hidden>
      {Array.from({ length: columns }, (_, n) => (
        <td key={n}>
          <span />
        </td>
      ))}
    </tr>
  );
}
