import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listNotices, readNotice, readNotices, type Notice, type NoticesQuery } from '../api/notices';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import '../forms/forms.css';
import './notices.css';

/** How often somebody's new notices are looked for, in ms. */
const REFRESH = 30_000;

const SORTS = bothWays('time', 'ticket', 'read');

/** What one is told of tickets and of articles, newest first, and what of it one has read. */
export default function NoticesPage() {
  const t = useText();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const cursor = search.get('cursor') ?? '';
  const unread = search.get('unread') === 'true';
  const sort = sortFrom(SORTS, search.get('sort'));
  const asked: NoticesQuery = { ...(unread && { unread }), ...(sort && { sort }) };
  // Another list begins at its beginning.
  const ask = (next: { unread?: boolean; sort?: NoticesQuery['sort'] | ''; cursor?: string }) => {
    const to = { unread, sort, ...next };
    setSearch({ ...(to.unread && { unread: 'true' }), ...(to.sort && { sort: to.sort }), ...(next.cursor && { cursor: next.cursor }) });
  };
  const notices = useQuery({
    queryKey: ['notices', asked, cursor],
    queryFn: ({ signal }) => listNotices({ ...asked, ...(cursor && { cursor }) }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: cursor === '' ? REFRESH : false,
  });
  const again = () => Promise.all([queries.invalidateQueries({ queryKey: ['notices'] }), queries.invalidateQueries({ queryKey: ['notice-counts'] })]);
  const one = useMutation({ mutationFn: readNotice, onSettled: again });
  const all = useMutation({ mutationFn: readNotices, onSettled: again });
  const items = notices.data?.items ?? [];
  // There from the beginning, so that what it is above does not move: until the first has come, it waits.
  const newestFirst = sort === '' || sort === '-time';
  const newest = items[0];
  const head = heads(sort, '-time', (next) => ask({ sort: next }));
  const columns: Column<Notice>[] = [
    { key: 'at', title: t('notices.at'), width: 150, sort: head('time', true), render: (n) => <span className="clock">{dateTime(n.at)}</span> },
    { key: 'text', title: t('notices.text'), render: (n) => (n.read ? n.text : <b>{n.text}</b>) },
    {
      key: 'ticket',
      title: t('messages.ticket'),
      width: 130,
      sort: head('ticket', true),
      render: (n) =>
        n.ticket && !n.opens ? (
          <span className="code">{n.ticket}</span>
        ) : n.ticket ? (
          // Whoever opens the ticket has read what was told of it.
          <Link className="code" to={`/tickets/${n.ticket}`} onClick={() => !n.read && one.mutate(n.id)}>
            {n.ticket}
          </Link>
        ) : n.article ? (
          <Link to={`/articles/${n.article}`} onClick={() => !n.read && one.mutate(n.id)}>
            {t('notices.article')}
          </Link>
        ) : (
          <span className="soft">–</span>
        ),
    },
    {
      key: 'read',
      title: t('notices.state'),
      width: 190,
      sort: head('read'),
      render: (n) =>
        n.read ? (
          <span className="soft">{t('notices.isRead')}</span>
        ) : (
          <button type="button" className="form-button notice-read" data-testid={`notice-read-${n.id}`} aria-label={`${t('notices.read')}: ${n.text}`} onClick={() => one.mutate(n.id)}>
            {t('notices.read')}
          </button>
        ),
    },
  ];
  return (
    <div className="page page-narrow" data-testid="notices-page">
      <div className="list-head">
        <h1>{t('notices.heading')}</h1>
        {cursor === '' && newestFirst && (
          <button type="button" className="form-button" data-testid="notices-read-all" disabled={!newest || all.isPending} onClick={() => newest && all.mutate(newest.id)}>
            {t('notices.readAll')}
          </button>
        )}
        <label className="notices-unread">
          <input type="checkbox" data-testid="notices-unread" checked={unread} onChange={(event) => ask({ unread: event.target.checked })} /> {t('notices.onlyUnread')}
        </label>
        <Exports path="/notices" query={{ ...asked }} />
      </div>
      {(one.isError || all.isError) && (
        <p className="fault" role="alert">
          {t('forms.failed')}
        </p>
      )}
      <List<Notice> testId="notices-table" label={t('notices.heading')} columns={columns} query={notices} rows={items} rowKey={(n) => n.id} empty={t(unread ? 'notices.noneUnread' : 'notices.none')} row={(n) => ({ 'data-testid': `notice-${n.id}`, 'data-read': n.read })} />
      <Pager testId="notices-next" cursor={cursor} next={notices.data?.next ?? ''} onGo={(next) => ask({ cursor: next })} />
    </div>
  );
}
