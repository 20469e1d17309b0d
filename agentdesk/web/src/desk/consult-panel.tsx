import { SearchOutlined } from '@ant-design/icons';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useFields, useOfficers, useUnits } from '../api/queries';
import { useText } from '../i18n';
import { useOperatorDesk } from './context';
import { choices, findOfficers, type Choice } from './find-officers';
import { showNumber } from './number';
import { Panel } from './panel';

/** Whom to ask: found while typing, called by Enter. What the ticket says so far puts the likely ones first. */
export function ConsultPanel({ onClose }: { onClose: () => void }) {
  const { desk, view, drafts } = useOperatorDesk();
  const t = useText();
  const units = useUnits();
  const officers = useOfficers();
  const fields = useFields();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [draft] = useState(() => drafts.read(view.desk.call?.id ?? '')?.draft ?? null);
  const all = useMemo(() => {
    const about = draft && { unit: draft.unit, field: fields.data?.find((f) => f.code === draft.field)?.name ?? '', content: draft.content, address: draft.address };
    return choices(units.data ?? [], officers.data ?? [], about);
  }, [units.data, officers.data, fields.data, draft]);
  const found = useMemo(() => findOfficers(all, typed), [all, typed]);
  const chosen = Math.min(at, found.length - 1);

  const call = ({ unit, officer }: Choice) => {
    desk.consult(unit.code, officer.phone, draft?.group ? String(draft.group) : '');
    onClose();
  };
  const press = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, chosen + step)));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.target === input.current) {
      event.preventDefault();
      const choice = found[chosen];
      if (choice) call(choice);
    }
  };
  let empty = '';
  if (officers.isError || units.isError) empty = t('consult.failed');
  else if (officers.isPending || units.isPending) empty = t('page.loading');
  else if (all.length === 0) empty = t('consult.noneAtAll');
  else if (found.length === 0) empty = t('consult.none');
  return (
    <Panel title={t('consult.title')} hint={t('consult.hint')} testid="consult-panel" first={input} onClose={onClose} onKeyDown={press}>
      <div className="consult-search">
        <SearchOutlined aria-hidden />
        <input
          ref={input}
          data-testid="consult-search"
          role="combobox"
          aria-label={t('consult.search')}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={list}
          aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
          placeholder={t('consult.search')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
        />
        <span className="soft small" role="status">
          {empty ? '' : t('consult.found', { n: found.length })}
        </span>
      </div>
      {empty && <p className="consult-empty soft">{empty}</p>}
      <ul id={list} className="plain consult-list" role="listbox" aria-label={t('consult.list')}>
        {found.map((choice, index) => (
          <Option key={choice.officer.phone} id={`${list}-${index}`} choice={choice} chosen={index === chosen} follows={found[index - 1]?.unit === choice.unit} onChoose={() => call(choice)} />
        ))}
      </ul>
    </Panel>
  );
}

interface OptionProps {
  id: string;
  choice: Choice;
  chosen: boolean;
  /** The one above is of the same unit. */
  follows: boolean;
  onChoose: () => void;
}

function Option({ id, choice, chosen, follows, onChoose }: OptionProps) {
  const t = useText();
  const own = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) own.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // The keyboard chooses from the search field, which keeps the focus.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <li
      ref={own}
      id={id}
      role="option"
      aria-selected={chosen}
      className={`consult-option ${chosen ? 'consult-chosen' : ''} ${follows ? 'consult-follows' : ''}`}
      data-testid={`consult-${choice.officer.phone}`}
      tabIndex={-1}
      onClick={onChoose}
    >
      <span className="consult-rank">{t('consult.rank', { n: choice.nth, of: choice.of })}</span>
      <span className="consult-name">
        <b>{choice.officer.name}</b>
        <span className="soft">{choice.unit.name}</span>
      </span>
      {choice.likely && <span className="tag tag-good">{t('consult.likely')}</span>}
      <span className="clock">{showNumber(choice.officer.phone)}</span>
    </li>
  );
}
