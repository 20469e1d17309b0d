import { Button, Input } from 'antd';
import { Suspense } from 'react';
import { useOperators } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { ChoiceFilter, TicketFilter } from '../shell/filters';
import { part } from '../shell/part';
import { useFilters, useFolded } from '../shell/use-filters';
import { CALL_STATES, FURTHER, isFiltered, NO_FILTERS, type Filters } from './filters';

interface Props {
  filters: Filters;
  canChooseOperator: boolean;
  canFlag: boolean;
  /** What was said in calls is written down. */
  hasWords: boolean;
  onChange: (filters: Filters) => void;
}

const Days = part(() => import('./days'), (m) => m.default);
const Further = part(() => import('./further'), (m) => m.Further);

/** The filters above the list of calls. */
export function CallsFilter({ filters, canChooseOperator, canFlag, hasWords, onChange }: Props) {
  const t = useText();
  const label = useLabel();
  const operators = useOperators(canChooseOperator);
  const { draft, apply, type, leave, form } = useFilters(filters, onChange);
  const [more, setMore] = useFolded(FURTHER.some((name) => filters[name] !== ''));
  return (
    <form {...form}>
      <Suspense fallback={<span className="filter-days" />}>
        <Days since={draft.since} until={draft.until} onChange={(since, until) => apply({ since, until })} />
      </Suspense>
      <Input
        className="filter-number"
        data-testid="filter-from"
        aria-label={t('calls.from')}
        placeholder={t('calls.fromHint')}
        allowClear
        value={draft.from}
        onChange={(event) => type({ from: event.target.value })}
        onBlur={() => leave('from')}
      />
      {canChooseOperator && (
        <ChoiceFilter
          testId="filter-operator"
          label={t('calls.operator')}
          any={t('calls.anyOperator')}
          search
          value={draft.operator}
          options={(operators.data ?? []).map((o) => ({ value: o.username, label: o.name ? o.name : o.username }))}
          onChoose={(operator) => apply({ operator })}
        />
      )}
      <TicketFilter testId="filter-ticket" value={draft.ticket} onType={(ticket) => type({ ticket })} onLeave={() => leave('ticket')} />
      <ChoiceFilter
        testId="filter-state"
        label={t('calls.state')}
        any={t('calls.anyState')}
        value={draft.state}
        options={CALL_STATES.map((state) => ({ value: state, label: label('callstate', state) }))}
        onChoose={(state) => apply({ state })}
      />
      <Button data-testid="filter-more" aria-expanded={more} aria-controls="calls-further" onClick={() => setMore(!more)}>
        {t('ticketfilter.more')} <span aria-hidden>{more ? '▴' : '▾'}</span>
      </Button>
      <Button type="primary" htmlType="submit" data-testid="filter-apply">
        {t('calls.apply')}
      </Button>
      {isFiltered(filters) && (
        <Button type="text" data-testid="filter-clear" onClick={() => apply(NO_FILTERS)}>
          {t('calls.clear')}
        </Button>
      )}
      {more && (
        <Suspense fallback={<div className="filters further-place" />}>
          <Further draft={draft} canFlag={canFlag} hasWords={hasWords} apply={apply} type={type} leave={leave} />
        </Suspense>
      )}
    </form>
  );
}
