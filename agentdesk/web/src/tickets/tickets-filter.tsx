import { Button, Checkbox, Input } from 'antd';
import { useNavigate } from 'react-router';
import { useFields, useUnits } from '../api/queries';
import { DateInput } from '../forms/date-input';
import { useLabel, useText, type Key } from '../i18n';
import { ChoiceFilter } from '../shell/filters';
import { useFilters, useFolded } from '../shell/use-filters';
import { dashed } from './code';
import { GROUPS } from './draft';
import { asksMore, CHANNELS, FLAGS, MATTERS, ORIGINS, STATES, type Filters, type Name } from './filters';

interface Props {
  filters: Filters;
  onChange: (part: Partial<Filters>) => void;
}

/** A code as people type it: nine digits, dashes or not. */
function asCode(typed: string): string | null {
  const code = dashed(typed.replace(/[\s-]/g, ''));
  return code.includes('-') ? code : null;
}

/** What the list is looked through by; a code typed into the search opens its ticket. What is chosen holds at once. */
export function TicketsFilter({ filters, onChange }: Props) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { draft, apply, type, leave } = useFilters({ q: filters.q, cursor: '' }, ({ q }) => onChange({ q: q.trim() }));
  const [more, setMore] = useFolded(asksMore(filters));
  return (
    <form
      className="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const code = asCode(draft.q);
        if (code) void navigate(`/tickets/${code}`);
        else apply({});
      }}
    >
      <Input className="filter-wide" data-testid="tickets-search" aria-label={t('tickets.search')} placeholder={t('tickets.search')} allowClear value={draft.q} onChange={({ target: { value: q } }) => (q ? type({ q }) : apply({ q }))} onBlur={() => asCode(draft.q) ?? leave('q')} />
      <ChoiceFilter
        label={t('ticket.group')}
        any={t('tickets.anyGroup')}
        value={filters.group}
        options={GROUPS.map((group) => ({ value: String(group), label: label('group.short', String(group)) }))}
        onChoose={(group) => onChange({ group, unsorted: '' })}
      />
      <ChoiceFilter<string>
        testId="tickets-origin"
        label={t('tickets.origin')}
        any={t('tickets.anyOrigin')}
        value={filters.origin}
        options={ORIGINS.map((origin) => ({ value: origin, label: label('origin', origin) }))}
        onChoose={(origin) => onChange({ origin })}
      />
      <Checkbox data-testid="tickets-unsorted" checked={filters.unsorted !== ''} onChange={(event) => onChange(event.target.checked ? { unsorted: '1', group: '' } : { unsorted: '' })}>
        {t('sort.onlyWaiting')}
      </Checkbox>
      <Button data-testid="tickets-more" aria-expanded={more} aria-controls="tickets-filters" onClick={() => setMore(!more)}>
        {t('ticketfilter.more')} <span aria-hidden>{more ? '▴' : '▾'}</span>
      </Button>
      <Button type="primary" htmlType="submit">
        {t('calls.apply')}
      </Button>
      {filters.incident !== '' && (
        <Button type="text" data-testid="tickets-any-incident" onClick={() => onChange({ incident: '' })}>
          {t('tickets.anyIncident')}
        </Button>
      )}
      {more && <More filters={filters} onChange={onChange} />}
    </form>
  );
}

/** The rest of what the server knows tickets by. */
function More({ filters, onChange }: Props) {
  const t = useText();
  const label = useLabel();
  const units = useUnits().data ?? [];
  const fields = useFields().data ?? [];
  const choice = (name: Name, title: Key, options: readonly (readonly [string, string])[]) => (
    <label className="ticket-filter">
      <span>{t(title)}</span>
      <select data-testid={`tickets-${name}`} value={filters[name]} onChange={(event) => onChange({ [name]: event.target.value })}>
        <option value="">{t('ticketfilter.any')}</option>
        {/* Of several, which an address or a view may ask for. */}
        {filters[name].includes(',') && <option value={filters[name]}>{filters[name].split(',').map((one) => label('state', one)).join(', ')}</option>}
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: Name, title: Key) => (
    <div className="ticket-filter">
      <label htmlFor={`tickets-${name}`}>{t(title)}</label>
      <DateInput id={`tickets-${name}`} data-testid={`tickets-${name}`} value={filters[name]} onChange={(chosen) => onChange({ [name]: chosen })} />
    </div>
  );
  return (
    <div className="ticket-filters" id="tickets-filters" data-testid="tickets-filters">
      {choice('state', 'tickets.state', STATES.map((state) => [state, label('state', state)]))}
      {choice('unit', 'ticket.unit', units.map((unit) => [unit.code, unit.name]))}
      {choice('area', 'ticketfilter.area', units.filter((unit) => unit.kind === 'commune').map((unit) => [unit.code, unit.name]))}
      {choice('field', 'ticket.field', fields.map((field) => [field.code, field.name]))}
      {choice('channel', 'tickets.channel', CHANNELS.map((channel) => [channel, label('channel', channel)]))}
      {choice('kind', 'ticketfilter.kind', MATTERS.map((matter) => [matter, label('matter', matter)]))}
      {day('since', 'ticketfilter.since')}
      {day('until', 'ticketfilter.until')}
      {day('due', 'ticketfilter.due')}
      <div className="ticket-flags" role="group" aria-label={t('ticketfilter.only')}>
        {FLAGS.filter((flag) => flag !== 'unsorted').map((flag) => (
          <label key={flag}>
            <input type="checkbox" data-testid={`tickets-${flag}`} checked={filters[flag] !== ''} onChange={(event) => onChange({ [flag]: event.target.checked ? '1' : '' })} /> {t(`ticketflag.${flag}`)}
          </label>
        ))}
      </div>
    </div>
  );
}
