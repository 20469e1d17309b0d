import { Select } from 'antd';
import { fold } from './units';
import { faultAttributes, Labelled } from './labelled';

interface Props {
  id: string;
  label: string;
  hint: string;
  value: string;
  options: { value: string; label: string }[];
  loading: boolean;
  fault: string | undefined;
  onChange: (value: string) => void;
  onTyped?: (typed: string) => void;
  /** Values in order of how well they match; without it, every label holding the words. */
  rank?: (typed: string) => string[];
}

/** A choice from a list, found by typing with or without marks. */
export function Picker({ id, label, hint, value, options, loading, fault, onChange, onTyped, rank }: Props) {
  return (
    <Labelled label={label} htmlFor={id} fault={fault}>
      <Select<string, { value: string; label: string }>
        id={id}
        data-testid={id}
        className="picker"
        allowClear
        placeholder={hint}
        loading={loading}
        value={value === '' ? null : value}
        options={options}
        popupMatchSelectWidth={false}
        {...faultAttributes(id, fault)}
        showSearch={{
          filterOption: (typed, option) =>
            rank ? rank(typed).includes(option?.value ?? '') : fold(option?.label ?? '').includes(fold(typed)),
          ...(rank
            ? {
                filterSort: (a, b, { searchValue }) => {
                  const order = rank(searchValue);
                  return order.indexOf(a.value) - order.indexOf(b.value);
                },
              }
            : {}),
          onSearch: (typed) => onTyped?.(typed),
        }}
        onChange={(chosen: string | undefined) => onChange(chosen ?? '')}
      />
    </Labelled>
  );
}
