import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { usePersonName } from '../api/queries';
import { liftHold, listHolds, placeHold, type HoldsQuery, type LegalHold, type PlacedHold } from '../api/retention';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { dateTime } from '../desk/time';
import { LineField } from '../forms/line-field';
import { useLabel, useText } from '../i18n';
import { Exports } from '../lists/exports';
import { inAddress } from '../lists/address';
import { bothWays, heads, sortFrom } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { ChoiceFilter, TicketFilter } from '../shell/filters';
import { Pager } from '../shell/pager';
import { part } from '../shell/part';
import { useFilters } from '../shell/use-filters';
import { bounds, dayOf } from './days';
import { ReasonForm } from './reason-form';

const Days = part(() => import('../calls/days'), (m) => m.default);

const SORTS = bothWays('placed', 'actor');
const STATES = ['stands', 'lifted'] as const;
const NAMES = ['state', 'call', 'ticket', 'since', 'until', 'sort', 'cursor'] as const;

type Filters = Record<(typeof NAMES)[number], string>;

function readFilters(search: URLSearchParams): Filters {
  const get = (name: string) => (search.get(name) ?? '').trim().slice(0, 80);
  return { state: get('state'), call: get('call'), ticket: get('ticket'), since: dayOf(search, 'since'), until: dayOf(search, 'until'), sort: get('sort'), cursor: search.get('cursor') ?? '' };
}

const { writeFilters, isFiltered } = inAddress(NAMES);

/** What is kept whatever any rule says, and was; placed and lifted by who may. */
export function HoldsPart() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const sort = sortFrom(SORTS, filters.sort);
  const state = STATES.find((one) => one === filters.state) ?? '';
  const { call, ticket, cursor } = filters;
  const asked: HoldsQuery = { limit: 50, ...bounds(search), ...(state && { state }), ...(call && { call }), ...(ticket && { ticket }), ...(sort && { sort }), ...(cursor && { cursor }) };
  const holds = useQuery({ queryKey: ['legal-holds', asked], queryFn: ({ signal }) => listHolds(asked, signal), placeholderData: keepPreviousData });
  const go = (next: Filters) => setSearch(`part=holds&${writeFilters(next).toString()}`);
  const columns = useColumns(sort, (next) => go({ ...filters, sort: next, cursor: '' }));
  const filtered = isFiltered(filters);
  return (
    <section data-testid="holds-part">
      <Place />
      <HoldsFilter filters={filters} filtered={filtered} onChange={go} />
      <div className="list-head">
        <Exports path="/legal-holds" query={{ ...asked }} />
      </div>
      <List<LegalHold>
        testId="holds-table"
        label={t('retention.holds')}
        columns={columns}
        query={holds}
        rows={holds.data?.items ?? []}
        rowKey={(h) => h.id}
        empty={t(filtered ? 'hold.noneMatch' : 'hold.none')}
        row={(h) => ({ 'data-testid': `hold-${h.id}`, 'data-of': h.call || h.ticket, 'data-stands': h.lifted_at === null })}
      />
      <Pager testId="holds-next" cursor={cursor} next={holds.data?.next ?? ''} onGo={(next) => go({ ...filters, cursor: next })} />
    </section>
  );
}

function HoldsFilter({ filters, filtered, onChange }: { filters: Filters; filtered: boolean; onChange: (filters: Filters) => void }) {
  const t = useText();
  const label = useLabel();
  const { draft, apply, type, leave, form } = useFilters(filters, onChange);
  return (
    <form {...form}>
      <Suspense fallback={<span className="filter-days" />}>
        <Days since={draft.since} until={draft.until} onChange={(since, until) => apply({ since, until })} />
      </Suspense>
      <ChoiceFilter testId="holds-state" label={t('retention.state')} any={t('retention.anyState')} value={STATES.find((one) => one === draft.state) ?? ''} options={STATES.map((one) => ({ value: one, label: label('holdstate', one) }))} onChoose={(state) => apply({ state })} />
      <Input className="filter-number" data-testid="holds-call" aria-label={t('calls.id')} placeholder={t('calls.id')} allowClear value={draft.call} onChange={(event) => type({ call: event.target.value })} onBlur={() => leave('call')} />
      <TicketFilter testId="holds-ticket" value={draft.ticket} onType={(ticket) => type({ ticket })} onLeave={() => leave('ticket')} />
      {filtered && (
        <Button type="text" data-testid="holds-clear" onClick={() => apply({ state: '', call: '', ticket: '', since: '', until: '' })}>
          {t('calls.clear')}
        </Button>
      )}
    </form>
  );
}

/** Of a call or a ticket that is known by its code; their own pages have it, too. */
function Place() {
  const t = useText();
  const { user } = useSession();
  const [of, setOf] = useState({ call: '', ticket: '', document: '' });
  const [placed, setPlaced] = useState<PlacedHold | null>(null);
  if (!may(user, 'hold')) return null;
  const [call, ticket] = [of.call.trim(), of.ticket.trim()];
  return (
    <div className="page-note">
      <ReasonForm
        id="hold-new"
        label={t('hold.place')}
        hint={`${t('hold.about')} ${t('hold.oneOf')}`}
        ready={(call === '') !== (ticket === '')}
        act={async (reason) => {
          setPlaced(await placeHold(call ? { call } : { ticket }, reason, of.document.trim()));
          setOf({ call: '', ticket: '', document: '' });
        }}
      >
        <div className="form-row">
          <LineField id="hold-new-call" label={t('hold.call')} maxLength={80} value={of.call} onChange={(next) => setOf({ ...of, call: next })} />
          <LineField id="hold-new-ticket" label={t('hold.ticket')} maxLength={32} value={of.ticket} onChange={(next) => setOf({ ...of, ticket: next })} />
          <LineField id="hold-new-document" label={t('hold.document')} maxLength={100} value={of.document} onChange={(next) => setOf({ ...of, document: next })} />
        </div>
      </ReasonForm>
      {placed && (
        <p role="status" data-testid="hold-new-done">
          {placed.gone > 0 ? t('hold.gone', { n: placed.gone }) : t('hold.placed')}
        </p>
      )}
    </div>
  );
}

function useColumns(sort: '' | (typeof SORTS)[number], onSort: (sort: '' | (typeof SORTS)[number]) => void): Column<LegalHold>[] {
  const t = useText();
  const nameOf = usePersonName();
  const { user } = useSession();
  const head = heads(sort, '-placed', onSort);
  return [
    {
      key: 'of',
      title: t('hold.of'),
      main: true,
      render: (h) =>
        h.ticket ? (
          <Link className="code" to={`/tickets/${h.ticket}`}>
            {h.ticket}
          </Link>
        ) : (
          <Link className="code" to={`/calls/${encodeURIComponent(h.call)}`}>
            {h.call}
          </Link>
        ),
    },
    { key: 'recordings', title: t('retention.recordings'), width: 80, align: 'right', render: (h) => h.recordings },
    {
      key: 'reason',
      title: t('hold.reason'),
      render: (h) => (
        <>
          {h.reason} {h.document && <span className="soft">{h.document}</span>}
        </>
      ),
    },
    { key: 'placed', title: t('hold.at'), width: 150, sort: head('placed', true), render: (h) => <span className="clock">{dateTime(h.placed_at)}</span> },
    { key: 'actor', title: t('hold.actor'), width: 170, sort: head('actor'), render: (h) => nameOf(h.placed_by) },
    {
      key: 'lifted',
      title: t('hold.lifted'),
      width: 240,
      render: (h) =>
        h.lifted_at ? (
          <span className="soft">
            {t('hold.by', { name: nameOf(h.lifted_by), at: dateTime(h.lifted_at) })}: {h.lift_reason}
          </span>
        ) : may(user, 'unhold') ? (
          <ReasonForm id={`hold-lift-${h.id}`} label={t('hold.lift')} of={h.ticket || h.call} act={(reason) => liftHold(h.id, reason)} />
        ) : (
          <span className="tag tag-secret">{t('hold.standing')}</span>
        ),
    },
  ];
}
