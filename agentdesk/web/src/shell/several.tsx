import { Select } from 'antd';
import { Labelled } from '../tickets/labelled';
import { fold } from '../tickets/units';

export interface Option {
  value: string;
  label: string;
}

interface Props {
  id: string;
  testid: string;
  label: string;
  /** Shown while nothing is chosen. */
  hint?: string;
  required?: boolean;
  value: string[];
  options: Option[];
  onChange: (value: string[]) => void;
}

/** Some of a list, found by typing with or without marks, by name or by code. A value that the list does not know stays. */
export function Several({ id, testid, label, hint = '–', required = false, value, options, onChange }: Props) {
  return (
    <Labelled label={label} htmlFor={id} required={required}>
      {/* Tab leaves the field and does nothing else: rc-select would take it for a choice, or take one back. */}
      <div
        className="several"
        role="presentation"
        onKeyDownCapture={(event) => {
          if (event.key === 'Tab') event.stopPropagation();
        }}
      >
        <Select<string[], Option>
          id={id}
          data-testid={testid}
          mode="multiple"
          placeholder={hint}
          value={value}
          options={options}
          showSearch={{ filterOption: (typed, option) => fold(`${option?.label ?? ''} ${option?.value ?? ''}`).includes(fold(typed)) }}
          onChange={onChange}
        />
      </div>
    </Labelled>
  );
}
