import { Select, type GetRef } from 'antd';
import { useRef, useState } from 'react';
import { useKeys } from '../desk/hooks';
import { KEY_LABEL } from '../desk/keys';
import { useText } from '../i18n';
import { useClear } from '../shell/use-clear';
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
  /** The key that opens it: what stands first is taken by Enter. */
  shortcut?: 'field' | 'unit';
}

/** A choice from a list, found by typing with or without marks. */
export function Picker({ id, label, hint, value, options, loading, fault, onChange, onTyped, rank, shortcut }: Props) {
  const t = useText();
  const clear = useClear();
  const [open, setOpen] = useState(false);
  const box = useRef<GetRef<typeof Select>>(null);
  useKeys(
    shortcut
      ? {
          [shortcut]: () => {
            box.current?.focus();
            setOpen(true);
          },
        }
      : {},
  );
  return (
    <Labelled label={label} htmlFor={id} fault={fault}>
      <Select<string, { value: string; label: string }>
        ref={box}
        id={id}
        data-testid={id}
        {...(shortcut && { 'aria-keyshortcuts': KEY_LABEL[shortcut] })}
        open={open}
        onOpenChange={setOpen}
        className="picker"
        allowClear={clear}
        placeholder={hint}
        loading={loading}
        value={value === '' ? null : value}
        options={options}
        popupMatchSelectWidth={false}
        notFoundContent={t(loading ? 'page.loading' : 'lists.notFound')}
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
