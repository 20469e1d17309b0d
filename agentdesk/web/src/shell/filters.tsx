import { Input, Select } from 'antd';
import { useText } from '../i18n';
import { useClear } from './use-clear';

interface TicketProps {
  testId: string;
  value: string;
  onType: (value: string) => void;
  onLeave: () => void;
}

/** A ticket's code as a filter of a list. */
export function TicketFilter({ testId, value, onType, onLeave }: TicketProps) {
  const t = useText();
  return (
    <Input
      className="filter-ticket"
      data-testid={testId}
      aria-label={t('calls.ticket')}
      placeholder={t('calls.ticket')}
      allowClear
      value={value}
      onChange={(event) => onType(event.target.value)}
      onBlur={onLeave}
    />
  );
}

interface ChoiceProps<T extends string> {
  testId?: string;
  label: string;
  /** What stands there while nothing is chosen. */
  any: string;
  /** Empty: nothing is chosen. */
  value: NoInfer<T> | '' | undefined;
  options: readonly { value: T; label: string }[];
  onChoose: (value: T | '') => void;
  search?: boolean;
}

/** One of some values, or any. */
export function ChoiceFilter<T extends string>({ testId, label, any, value, options, onChoose, search = false }: ChoiceProps<T>) {
  const clear = useClear();
  return (
    <Select<T | null>
      className="filter-choice"
      data-testid={testId}
      aria-label={label}
      allowClear={clear}
      {...(search ? { showSearch: { optionFilterProp: 'label' } } : {})}
      placeholder={any}
      value={value ? value : null}
      options={[...options]}
      onChange={(chosen: T | null | undefined) => onChoose(chosen ?? '')}
    />
  );
}
