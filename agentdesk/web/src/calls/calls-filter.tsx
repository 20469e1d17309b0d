import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { useState } from 'react';
import { useOperators } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { ChoiceFilter, TicketFilter } from '../shell/filters';
import { CALL_STATES, dayBack, isFiltered, type Filters } from './filters';

interface Props {
  filters: Filters;
  canChooseOperator: boolean;
  onChange: (filters: Filters) => void;
}

const DAY = 'YYYY-MM-DD';

/** The filters above the list of calls. Mount it anew (key) when they change from outside. */
export function CallsFilter({ filters, canChooseOperator, onChange }: Props) {
  const t = useText();
  const label = useLabel();
  const operators = useOperators(canChooseOperator);
  const [draft, setDraft] = useState(filters);
  const apply = (part: Partial<Filters>) => {
    const next = { ...draft, ...part, cursor: '' };
    setDraft(next);
    onChange(next);
  };
  return (
    <form
      className="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        apply({});
      }}
    >
      <DatePicker.RangePicker
        data-testid="filter-time"
        format="DD/MM/YYYY"
        allowEmpty
        value={[draft.since ? dayjs(draft.since) : null, draft.until ? dayjs(draft.until) : null]}
        placeholder={[t('calls.since'), t('calls.until')]}
        presets={[
          { label: t('calls.today'), value: () => [dayjs(dayBack(Date.now(), 0)), dayjs(dayBack(Date.now(), 0))] },
          { label: t('calls.week'), value: () => [dayjs(dayBack(Date.now(), 6)), dayjs(dayBack(Date.now(), 0))] },
        ]}
        onChange={(range) => apply({ since: range?.[0]?.format(DAY) ?? '', until: range?.[1]?.format(DAY) ?? '' })}
      />
      <Input
        className="filter-number"
        data-testid="filter-from"
        aria-label={t('calls.from')}
        placeholder={t('calls.fromHint')}
        allowClear
        value={draft.from}
        onChange={(event) => setDraft({ ...draft, from: event.target.value })}
        onBlur={() => draft.from !== filters.from && apply({})}
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
      <TicketFilter testId="filter-ticket" value={draft.ticket} onType={(ticket) => setDraft({ ...draft, ticket })} onLeave={() => draft.ticket !== filters.ticket && apply({})} />
      <ChoiceFilter
        testId="filter-state"
        label={t('calls.state')}
        any={t('calls.anyState')}
        value={draft.state}
        options={CALL_STATES.map((state) => ({ value: state, label: label('callstate', state) }))}
        onChoose={(state) => apply({ state })}
      />
      <Button type="primary" htmlType="submit" data-testid="filter-apply">
        {t('calls.apply')}
      </Button>
      {isFiltered(filters) && (
        <Button type="text" data-testid="filter-clear" onClick={() => apply({ since: '', until: '', from: '', operator: '', ticket: '', state: '' })}>
          {t('calls.clear')}
        </Button>
      )}
    </form>
  );
}
