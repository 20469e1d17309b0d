import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OpenSession, SessionsQuery } from '../api/accounts';
import { dateTime } from '../desk/time';
import { faultsOf } from '../forms/faults';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { deviceOf } from './device';

const SORTS = bothWays('address', 'way', 'seen');

interface Props {
  /** Whose they are: 'own', or a user name. */
  of: string;
  list: (query: SessionsQuery, signal: AbortSignal) => Promise<OpenSession[]>;
  /** Their address below /api/v1. */
  path: string;
  /** Ends one; left out: they are only looked at. */
  end?: (id: string) => Promise<void>;
}

/** Where somebody is signed in, and ends it. */
export function SessionsPart({ of, list, path, end }: Props) {
  const t = useText();
  const label = useLabel();
  const queries = useQueryClient();
  const sought = useSought(SORTS);
  const { asked } = sought;
  const sessions = useQuery({ queryKey: ['sessions-of', of, asked], queryFn: ({ signal }) => list(asked, signal), placeholderData: keepPreviousData });
  const ending = useMutation({ mutationFn: async (id: string) => end?.(id), onSettled: () => queries.invalidateQueries({ queryKey: ['sessions-of', of] }) });
  const faults = ending.error && faultsOf(ending.error);
  // What nothing is known by is said as it was sent.
  const called = (agent: string) => {
    const { browser, system } = deviceOf(agent);
    return browser && system ? t('account.deviceOn', { browser, system }) : browser || system || agent || t('account.deviceUnknown');
  };
  const head = heads(sought.sort, '-seen', (next) => sought.ask('sort', next));
  const columns: Column<OpenSession>[] = [
    {
      key: 'device',
      title: t('account.device'),
      main: true,
      render: (s) => (
        <>
          <span className="session-device" title={s.device}>
            {called(s.device)}
          </span> {s.current && <span className="tag tag-good">{t('account.thisOne')}</span>}
        </>
      ),
    },
    { key: 'address', title: t('account.address'), width: 140, sort: head('address'), render: (s) => s.address },
    { key: 'way', title: t('account.way'), width: 150, sort: head('way'), render: (s) => label('account.way', s.way) },
    { key: 'seen', title: t('account.seen'), width: 150, sort: head('seen', true), render: (s) => <span className="clock">{dateTime(s.seen_at)}</span> },
    ...(end
      ? [
          {
            key: 'end',
            title: t('account.end'),
            width: 110,
            render: (s: OpenSession) =>
              !s.current && (
                <button type="button" className="form-button" data-testid={`session-end-${s.id}`} aria-label={`${t('account.end')}: ${called(s.device)}, ${s.address}`} disabled={ending.isPending} onClick={() => ending.mutate(s.id)}>
                  {t('account.end')}
                </button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <div className="list-head page-part">
        <h2>{t('account.sessions')}</h2>
        <Search testId="sessions-search" of={sought} />
        <Exports path={path} query={asked} />
      </div>
      {faults && (
        <p className="fault" role="alert">
          {faults.failed ? t('forms.failed') : faults.said}
        </p>
      )}
      <List<OpenSession> testId="sessions-table" label={t('account.sessions')} columns={columns} query={sessions} rows={sessions.data ?? []} rowKey={(s) => s.id} empty={t(sought.q ? 'lists.notFound' : 'account.noSession')} row={(s) => ({ 'data-testid': `session-${s.id}`, 'data-current': s.current })} />
    </>
  );
}
