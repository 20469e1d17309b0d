import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { pageOfCallbacks } from '../api/client';
import type { Callback } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { showNumber } from '../desk/number';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { NextTry, Settle } from './callbacks-list';
import { GivenTo } from './given-to';

type Which = 'open' | 'ended';

const SORTS = bothWays('since', 'tries', 'ended');
type Sort = (typeof SORTS)[number];

/** Everybody who is to be called back, and what became of it. */
export default function CallbacksPage() {
  const t = useText();
  const { user } = useSession();
  const [search, setSearch] = useSearchParams();
  const which: Which = search.get('state') === 'ended' ? 'ended' : 'open';
  const sort = sortFrom(SORTS, search.get('sort'));
  const cursor = search.get('cursor') ?? '';
  const asked = { ...(which === 'ended' && { state: which }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const go = (part: Partial<Record<'state' | 'sort' | 'cursor', string>>) =>
    setSearch(new URLSearchParams(Object.entries({ ...asked, cursor: '', ...part }).filter(([, value]) => value !== '')));
  const query = useQuery({
    queryKey: ['callbacks', 'page', asked],
    queryFn: ({ signal }) => pageOfCallbacks(asked, signal),
    placeholderData: keepPreviousData,
    refetchInterval: which === 'open' ? 5000 : false,
  });
  const columns = useColumns(which, heads<Sort>(sort, which === 'open' ? 'since' : '-ended', (next) => go({ sort: next })));
  return (
    <div className="page" data-testid="callbacks-page">
      <div className="list-head">
        <h1>{t('callbacks.heading')}</h1>
        <Exports path="/callbacks" query={asked} />
      </div>
      <p className="page-note">
        {t('callbacks.intro')} {may(user, 'lead') && t('callbacks.givenText')}
      </p>
      <div className="filters">
        <Segmented<Which>
          aria-label={t('callbacks.title')}
          value={which}
          onChange={(next) => go({ state: next === 'open' ? '' : next, sort: '' })}
          options={[
            { value: 'open', label: t('callbacks.open') },
            { value: 'ended', label: t('callbacks.ended') },
          ]}
        />
      </div>
      <List<Callback>
        testId="callbacks-table"
        label={t('callbacks.heading')}
        columns={columns}
        query={query}
        rows={query.data?.items ?? []}
        rowKey={(c) => c.id}
        empty={t(which === 'open' ? 'callbacks.none' : 'callbacks.noneEnded')}
      />
      <Pager testId="callbacks-next" cursor={cursor} next={query.data?.next ?? ''} onGo={(next) => go({ cursor: next })} />
    </div>
  );
}

function useColumns(which: Which, head: ReturnType<typeof heads<Sort>>): Column<Callback>[] {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  const tries = (c: Callback) => <span className="clock">{t('callbacks.triesOf', { n: c.tries, most: c.most_tries })}</span>;
  const first: Column<Callback>[] = [
    {
      title: t('callbacks.number'),
      key: 'number',
      width: 150,
      // An operator reads their own calls alone, and this one reached nobody.
      render: (c) =>
        user.role === 'operator' ? (
          <span className="clock">{showNumber(c.number)}</span>
        ) : (
          <Link className="clock" to={`/calls/${encodeURIComponent(c.call_id)}`}>
            {showNumber(c.number)}
          </Link>
        ),
    },
    { title: t('callbacks.why'), key: 'why', render: (c) => label('callbacksource', c.source) },
    { title: t('callbacks.since'), key: 'since', width: 150, sort: head('since'), render: (c) => <span className="clock">{dateTime(c.queued_at)}</span> },
    { title: t('callbacks.tries'), key: 'tries', width: 110, sort: head('tries', true), render: (c) => tries(c) },
    { title: t('callbacks.result'), key: 'result', render: (c) => (c.result ? label('callbackresult', c.result) : <span className="soft">–</span>) },
  ];
  if (which === 'open') {
    const open: Column<Callback>[] = [
      ...first,
      { title: t('callbacks.next'), key: 'next', render: (c) => <NextTry callback={c} /> },
      { title: t('callbacks.given'), key: 'given', width: 170, render: (c) => <GivenTo callback={c} /> },
    ];
    return may(user, 'settle') ? [...open, { title: t('callbacks.act'), key: 'act', width: 190, render: (c) => <Settle callback={c} /> }] : open;
  }
  return [
    ...first,
    { title: t('callbacks.settledAt'), key: 'ended', width: 150, sort: head('ended', true), render: (c) => <span className="clock">{dateTime(c.ended_at)}</span> },
    { title: t('callbacks.operator'), key: 'operator', render: (c) => (c.operator_name ? c.operator_name : c.operator) },
    { title: t('callbacks.note'), key: 'note', render: (c) => c.note },
  ];
}
