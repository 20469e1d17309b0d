import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { getIncident, openIncident, pastIncidents, recentIncidents } from '../api/client';
import { usePersonName } from '../api/queries';
import type { Incident, IncidentDraft } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime, shortDateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Pager } from '../shell/pager';
import { ErrorState, PageLoading } from '../shell/states';
import { useFailure } from '../shell/use-failure';
import { formOf } from './draft';
import { IncidentForm } from './incident-form';
import { IncidentLive } from './incident-live';

/** Storm mode: what callers hear first. */
export default function IncidentsPage() {
  const t = useText();
  const { user } = useSession();
  const canManage = may(user, 'storm');
  // While a voice is being made, the panel waits for it with the leader.
  const incidents = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => recentIncidents(signal),
    refetchInterval: ({ state }) => (state.data?.some((i) => i.open && i.voice.state === 'making') ? 500 : 3000),
  });
  const failure = useFailure(incidents);
  if (failure !== null) return <ErrorState error={failure} onRetry={() => void incidents.refetch()} />;
  if (!incidents.data) return <PageLoading />;
  const open = incidents.data.find((i) => i.open);
  return (
    <div className="page page-narrow" data-testid="incidents-page">
      <div className="list-head">
        <h1>{t('storm.heading')}</h1>
      </div>
      {incidents.isError && <p className="notice storm-away">{t('storm.offline')}</p>}
      {open ? <IncidentLive key={open.id} incident={open} canManage={canManage} /> : <None canManage={canManage} />}
      {open && <History id={open.id} revision={open.revision} />}
      <Past />
    </div>
  );
}

function None({ canManage }: { canManage: boolean }) {
  const t = useText();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: async ({ draft, done }: { draft: IncidentDraft; done: () => void }) => {
      await openIncident(draft);
      done();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  return (
    <>
      <p className="page-note" data-testid="storm-none">
        {t('storm.none')}
      </p>
      {canManage && (
        <section className="panel" aria-labelledby="storm-new">
          <h2 id="storm-new">{t('storm.new')}</h2>
          <p className="soft storm-intro">{t('storm.newText')}</p>
          <IncidentForm
            kept="incident"
            revision={0}
            initial={formOf()}
            submitLabel={t('storm.open')}
            busy={open.isPending}
            error={open.error}
            onSubmit={(draft, done) => open.mutate({ draft, done })}
          />
        </section>
      )}
    </>
  );
}

function History({ id, revision }: { id: number; revision: number }) {
  const t = useText();
  const label = useLabel();
  const nameOf = usePersonName();
  const query = useQuery({ queryKey: ['incidents', id, revision], queryFn: ({ signal }) => getIncident(id, signal) });
  return (
    <section className="panel">
      <h2>{t('storm.history')}</h2>
      <ol className="plain timeline" data-testid="storm-history">
        {(query.data?.history ?? []).map((event, at) => (
          <li key={at}>
            <span className="clock">{shortDateTime(event.at)}</span>
            <span>
              {label('stormevent', event.kind)} <span className="soft">· {nameOf(event.actor)}</span>
              {wordsOf(event.data) && <span className="storm-were">{wordsOf(event.data)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The words that callers heard from then on. */
function wordsOf(data: unknown): string {
  const { area, text } = (data ?? {}) as { area?: string; text?: string };
  return [area, text].filter(Boolean).join(' – ');
}

const SORTS = bothWays('opened', 'closed', 'area', 'joined', 'reported');

/** Those that are over; page and order stand in the address. */
function Past() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const sort = sortFrom(SORTS, search.get('sort'));
  const cursor = search.get('cursor') ?? '';
  const asked = { limit: 20, ...(sort && { sort }), ...(cursor && { cursor }) };
  const query = useQuery({ queryKey: ['incidents', 'past', asked], queryFn: ({ signal }) => pastIncidents(asked, signal), placeholderData: keepPreviousData, refetchInterval: 10_000 });
  const head = heads(sort, '-opened', (next) => setSearch(next === '' ? {} : { sort: next }));
  const columns: Column<Incident>[] = [
    { title: t('storm.opened'), key: 'opened', width: 150, sort: head('opened', true), render: (i) => <span className="clock">{dateTime(i.opened_at)}</span> },
    { title: t('storm.closed'), key: 'closed', width: 150, sort: head('closed', true), render: (i) => <span className="clock">{dateTime(i.closed_at)}</span> },
    { title: t('storm.area'), key: 'area', sort: head('area'), render: (i) => i.area },
    { title: t('storm.text'), key: 'text', render: (i) => i.text },
    { title: t('storm.joinedCount'), key: 'joined', width: 130, sort: head('joined', true), align: 'right', render: (i) => <span className="clock">{i.joined}</span> },
    {
      title: t('storm.tickets'),
      key: 'reported',
      width: 110,
      sort: head('reported', true),
      align: 'right',
      render: (i) => (
        <Link className="clock" to={`/tickets?incident=${i.id}`} aria-label={t('storm.reported', { n: i.reported })}>
          {i.reported}
        </Link>
      ),
    },
  ];
  return (
    <>
      <div className="list-head page-part">
        <h2>{t('storm.past')}</h2>
        <Exports path="/incidents" query={{ state: 'closed', ...asked }} />
      </div>
      <List<Incident> testId="storm-past" label={t('storm.past')} columns={columns} query={query} rows={query.data?.items ?? []} rowKey={(i) => i.id} empty={t('storm.pastNone')} />
      <Pager testId="storm-past-next" cursor={cursor} next={query.data?.next ?? ''} onGo={(next) => setSearch({ ...(sort && { sort }), ...(next && { cursor: next }) })} />
    </>
  );
}
