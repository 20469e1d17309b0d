import { useQuery } from '@tanstack/react-query';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listCallbacks } from '../api/client';
import type { Callback } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { showNumber } from '../desk/number';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { NextTry, Settle } from './callbacks-list';

type Which = 'open' | 'ended';

/** Everybody who is to be called back, and what became of it. */
export default function CallbacksPage() {
  const t = useText();
  const [which, setWhich] = useState<Which>('open');
  const query = useQuery({
    queryKey: ['callbacks', which],
    queryFn: ({ signal }) => listCallbacks(which, signal),
    refetchInterval: which === 'open' ? 5000 : false,
  });
  const columns = useColumns(which);
  return (
    <div className="page" data-testid="callbacks-page">
      <h1>{t('callbacks.heading')}</h1>
      <p className="page-note">{t('callbacks.intro')}</p>
      <div className="filters">
        <Segmented<Which>
          aria-label={t('callbacks.title')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'open', label: t('callbacks.open') },
            { value: 'ended', label: t('callbacks.ended') },
          ]}
        />
      </div>
      {query.isError && !query.data ? (
        <ErrorState within error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a narrow screen
        <div className="scroll-x" role="region" aria-label={t('callbacks.heading')} tabIndex={0}>
          <Table<Callback>
            data-testid="callbacks-table"
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={query.data ?? []}
            loading={{ spinning: query.isPending, delay: 200 }}
            pagination={false}
            locale={{ emptyText: <p className="empty">{query.isPending ? t('page.loading') : t(which === 'open' ? 'callbacks.none' : 'callbacks.noneEnded')}</p> }}
          />
        </div>
      )}
    </div>
  );
}

function useColumns(which: Which): TableColumnsType<Callback> {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const tries = (c: Callback) => <span className="clock">{t('callbacks.triesOf', { n: c.tries, most: c.most_tries })}</span>;
  const first: TableColumnsType<Callback> = [
    {
      title: t('callbacks.number'),
      key: 'number',
      width: 150,
      // An operator reads their own calls alone, and this one reached nobody.
      render: (_, c) =>
        user.role === 'operator' ? (
          <span className="clock">{showNumber(c.number)}</span>
        ) : (
          <Link className="clock" to={`/calls/${encodeURIComponent(c.call_id)}`}>
            {showNumber(c.number)}
          </Link>
        ),
    },
    { title: t('callbacks.why'), key: 'why', render: (_, c) => label('callbacksource', c.source) },
    { title: t('callbacks.since'), key: 'since', width: 150, render: (_, c) => <span className="clock">{dateTime(c.queued_at)}</span> },
    { title: t('callbacks.tries'), key: 'tries', width: 80, render: (_, c) => tries(c) },
    { title: t('callbacks.result'), key: 'result', render: (_, c) => (c.result ? label('callbackresult', c.result) : <span className="soft">–</span>) },
  ];
  if (which === 'open') {
    const open: TableColumnsType<Callback> = [...first, { title: t('callbacks.next'), key: 'next', render: (_, c) => <NextTry callback={c} /> }];
    return may(user, 'settle') ? [...open, { title: t('callbacks.act'), key: 'act', width: 190, render: (_, c) => <Settle callback={c} /> }] : open;
  }
  return [
    ...first,
    { title: t('callbacks.settledAt'), key: 'ended', width: 150, render: (_, c) => <span className="clock">{dateTime(c.ended_at)}</span> },
    { title: t('callbacks.operator'), key: 'operator', render: (_, c) => (c.operator_name ? c.operator_name : c.operator) },
    { title: t('callbacks.note'), key: 'note', render: (_, c) => c.note },
  ];
}
