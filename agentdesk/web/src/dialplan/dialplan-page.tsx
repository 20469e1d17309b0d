import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { activateDialplan, dialplanVersions, getDialplan, type DialplansQuery } from '../api/dialplans';
import { usePersonName } from '../api/queries';
import type { DialplanVersion } from '../api/types';
import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { actorName } from '../shell/actor';
import { ErrorState, PageLoading } from '../shell/states';
import { DialplanForm } from './dialplan-form';
import { OverDialog } from './over-dialog';

/** How often somebody else's versions are looked for, in ms. */
const REFRESH = 10_000;

/** What a text is known by. A hotline without a plan (calls.greeting: false) has none. */
const OF_TEXT = /^[0-9a-f]{16}$/;

const SORTS = bothWays('time', 'version', 'author', 'activated');
type Sort = (typeof SORTS)[number];

/** The administrator's page: versions of what callers meet, and the forms that make a new one. */
export default function DialplanPage() {
  const t = useText();
  const client = useQueryClient();
  const [looking, setLooking] = useState('');
  const sought = useSought(SORTS);
  const { asked } = sought;
  const versions = useVersions({});
  const found = useVersions(asked);
  const active = versions.data?.find((v) => v.active)?.version ?? '';
  const shown = looking ? looking : active;
  const detail = useQuery({ queryKey: ['dialplan', shown], queryFn: ({ signal }) => getDialplan(shown, signal), enabled: OF_TEXT.test(shown) });
  const [over, setOver] = useState('');
  const use = useMutation({
    mutationFn: (asked: { version: string; over: boolean }) => activateDialplan(asked.version, active, asked.over),
    onSettled: () => client.invalidateQueries({ queryKey: ['dialplan'] }),
  });
  const columns = useColumns({
    shown,
    busy: use.isPending,
    head: heads<Sort>(sought.sort, '-time', (next) => sought.ask('sort', next)),
    look: setLooking,
    use: (v) => {
      if (lacks(v, active)) setOver(v.version);
      else use.mutate({ version: v.version, over: false });
    },
  });
  if (versions.isPending) return <PageLoading />;
  if (versions.isError && !versions.data) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <div className="page page-narrow" data-testid="dialplan-page" data-active={active}>
      <h1>{t('dialplan.heading')}</h1>
      <p className="page-note">{t('dialplan.intro')}</p>
      <div className="list-head page-part">
        <h2>{t('dialplan.versions')}</h2>
        <Exports path="/dialplan/versions" query={asked} />
      </div>
      {use.error && (
        <p className="fault" role="alert">
          {use.error instanceof ApiError && !use.error.offline ? use.error.message : t('storm.failed')}
        </p>
      )}
      <Search testId="dialplan-search" of={sought} />
      <List<DialplanVersion> testId="dialplan-versions" label={t('dialplan.versions')} columns={columns} query={found} rows={found.data ?? []} rowKey={(v) => v.version} empty={t('lists.notFound')} />
      {shown !== '' && !OF_TEXT.test(shown) && (
        <p className="notice" data-testid="dialplan-none">
          {t('dialplan.none')}
        </p>
      )}
      {detail.isError && <ErrorState within error={detail.error} onRetry={() => void detail.refetch()} />}
      {shown !== active && <p className="notice">{t('dialplan.notActive')}</p>}
      {/* The form stays at its version once something is written, whatever others put in use meanwhile. */}
      {detail.data && <DialplanForm key={detail.data.version} detail={detail.data} onEdit={() => setLooking(shown)} onKept={setLooking} />}
      {over && (
        <OverDialog
          version={over}
          active={active}
          onNo={() => setOver('')}
          onYes={() => {
            use.mutate({ version: over, over: true });
            setOver('');
          }}
        />
      )}
    </div>
  );
}

/** Versions, looked for anew again and again; as they come they are asked for but once, whoever asks. */
function useVersions(asked: DialplansQuery) {
  return useQuery({ queryKey: ['dialplan', 'versions', asked], queryFn: ({ signal }) => dialplanVersions(asked, signal), placeholderData: keepPreviousData, refetchInterval: REFRESH });
}

/** A version that callers never met, made from another than the active one: it has not what that one changed. */
function lacks(v: DialplanVersion, active: string): boolean {
  return v.of !== '' && v.of !== active && v.activated_by === '';
}

interface Acts {
  shown: string;
  busy: boolean;
  head: ReturnType<typeof heads<Sort>>;
  look: (version: string) => void;
  use: (version: DialplanVersion) => void;
}

function useColumns({ shown, busy, head, look, use }: Acts): Column<DialplanVersion>[] {
  const t = useText();
  const nameOf = usePersonName();
  return [
    { title: t('dialplan.version'), key: 'version', width: 170, main: true, sort: head('version'), render: (v) => <code>{v.version}</code> },
    {
      title: t('dialplan.author'),
      key: 'author',
      sort: head('author'),
      render: (v) => (
        <>
          {actorName(t, v.author, nameOf(v.author))} {v.configured && <span className="tag" data-testid={`dialplan-file-${v.version}`}>{t('dialplan.file')}</span>}
        </>
      ),
    },
    { title: t('dialplan.at'), key: 'at', width: 150, sort: head('time', true), render: (v) => v.at && <span className="clock">{dateTime(v.at)}</span> },
    { title: t('callbacks.note'), key: 'note', render: (v) => v.note },
    {
      title: t('dialplan.activated'),
      key: 'activated',
      width: 150,
      sort: head('activated', true),
      render: (v) =>
        v.activated_at && (
          <span data-testid={`dialplan-activated-${v.version}`}>
            {actorName(t, v.activated_by, nameOf(v.activated_by))} <span className="clock">{dateTime(v.activated_at)}</span>
          </span>
        ),
    },
    {
      title: t('callbacks.act'),
      key: 'act',
      width: 260,
      render: (v) => (
        <span className="callback-actions">
          {v.active ? (
            <span className="tag tag-live">{t('dialplan.active')}</span>
          ) : (
            <Button disabled={busy} data-testid={`dialplan-use-${v.version}`} aria-label={`${t('dialplan.use')}: ${v.version}`} onClick={() => use(v)}>
              {t('dialplan.use')}
            </Button>
          )}
          <Button type="text" disabled={v.version === shown} aria-label={`${t('dialplan.look')}: ${v.version}`} onClick={() => look(v.version)}>
            {t('dialplan.look')}
          </Button>
        </span>
      ),
    },
  ];
}
