import { SearchOutlined } from '@ant-design/icons';
import { Input, Segmented, type GetRef } from 'antd';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { useAnswering } from '../acts/answering';
import { useFields, useUnits } from '../api/queries';
import type { Unit } from '../api/types';
import { CallbacksPanel, useOpenCallbacks } from '../callbacks/callbacks-list';
import { goOnBehind } from '../forms/go-on';
import { forCitizen, useText } from '../i18n';
import { withAnswer } from '../knowledge/answer';
import { ArticleSearch } from '../knowledge/article-search';
import type { Writing } from '../tickets/ticket-column';
import { byUse, likelyUnits } from '../tickets/likely';
import { searchUnits } from '../tickets/units';
import { useKeys } from './hooks';
import { KEY_LABEL } from './keys';
import { showNumber } from './number';

/** Numbers that citizens know, to be told; F8 calls them for who is on the line. */
const EMERGENCY = [113, 114, 115, 112] as const;

interface Props {
  typed: string;
  onTyped: (typed: string) => void;
  /** The ticket being written, if a form is open. */
  writing: Writing | null;
  /** Shows all keys. */
  onKeys: () => void;
}

/** What helps while listening: what to ask in this group, and who is responsible, with the telephone number. */
export function HelpPanel({ typed, onTyped, writing, onKeys }: Props) {
  const t = useText();
  const units = useUnits();
  const fields = useFields();
  const answer = useAnswering();
  const draft = writing?.draft;
  const chosen = draft?.unit ?? '';
  const field = fields.data?.find((f) => f.code === draft?.field)?.name ?? '';
  const content = draft?.content ?? '';
  const address = draft?.address ?? '';
  const [tab, setTab] = useState<'articles' | 'units' | 'callbacks'>('units');
  const [wanted, setWanted] = useState(0); // how often F1 was pressed
  const articles = useRef<GetRef<typeof Input>>(null);
  useKeys({
    help: () => {
      setTab('articles');
      setWanted((n) => n + 1);
    },
  });
  useEffect(() => {
    if (wanted > 0) articles.current?.focus({ cursor: 'all' });
  }, [wanted]);
  const waiting = useOpenCallbacks().data?.length ?? 0;
  const searching = typed.trim() !== '';
  const { likely, others } = useMemo(() => {
    const all = units.data ?? [];
    if (searching) return { likely: [], others: searchUnits(all, typed, 40) };
    const own = all.filter((unit) => unit.code === chosen);
    const first = [...new Set([...own, ...likelyUnits(all, { field, content, address })])];
    return { likely: first, others: all.filter((unit) => !first.includes(unit)).sort(byUse) };
  }, [units.data, searching, typed, chosen, field, content, address]);
  const line = (unit: Unit) => (
    <UnitLine key={unit.code} unit={unit} chosen={unit.code === chosen} onChoose={writing && (() => writing.change({ unit: unit.code }))} />
  );
  return (
    <section className="column help" aria-label={t('help.title')} data-testid="help-panel">
      <div className="help-head">
        <h2>{t('help.title')}</h2>
        <Segmented<'articles' | 'units' | 'callbacks'>
          size="small"
          aria-label={t('help.tabs')}
          value={tab}
          onChange={setTab}
          options={[
            { value: 'articles', label: <span data-testid="help-articles">{t('help.tabArticles')}</span> },
            { value: 'units', label: t('help.tabUnits') },
            {
              value: 'callbacks',
              label: (
                <span data-testid="help-callbacks" data-waiting={waiting}>
                  {t('callbacks.title')} <span className="count">{waiting}</span>
                </span>
              ),
            },
          ]}
        />
      </div>
      {tab === 'articles' ? (
        <ArticleSearch
          input={articles}
          field={draft?.field ?? answer?.field ?? ''}
          about={draft ? (content.trim().length >= 8 ? content : '') : (answer?.about ?? '')}
          of={draft ? { call: draft.call } : answer ? { ticket: answer.ticket } : {}}
          onPick={
            writing
              ? (article) => {
                  flushSync(() => writing.change({ content: withAnswer(writing.draft.content, forCitizen('kb.told', { answer: article.answer })) }));
                  goOnBehind(document.querySelector('textarea#ticket-content'));
                }
              : (answer?.take ?? null)
          }
        />
      ) : tab === 'callbacks' ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys
        <div className="column-body" role="region" aria-label={t('callbacks.title')} tabIndex={0}>
          <CallbacksPanel />
        </div>
      ) : (
        <>
          <div className="help-guide" aria-live="polite">
            <h3>{t('help.group')}</h3>
            <p>{draft?.group ? t(`guide.${draft.group}`) : <span className="soft">{t('help.pickGroup')}</span>}</p>
          </div>
          <h3>{t('help.units')}</h3>
          <Input
            data-testid="help-search"
            prefix={<SearchOutlined aria-hidden />}
            placeholder={t('help.search')}
            aria-label={t('help.search')}
            allowClear
            value={typed}
            onChange={(event) => onTyped(event.target.value)}
          />
          <ul className="plain emergency" aria-label={t('help.emergency')}>
            {EMERGENCY.map((number) => (
              <li key={number}>
                <b>{number}</b> {t(`help.${number}`)}
              </li>
            ))}
          </ul>
          {/* One stop of the Tab key for more than a hundred units: arrows scroll, and go from unit to unit. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */}
          <div className="column-body" role="region" aria-label={t('help.units')} tabIndex={0} onKeyDown={moveAlong}>
            {units.isError && <p className="fault">{t('help.unitsFailed')}</p>}
            {units.isSuccess && likely.length + others.length === 0 && <p className="soft">{t('help.noUnit')}</p>}
            {likely.length > 0 && (
              <>
                <h4>{t('help.likely')}</h4>
                <ul className="plain units" data-testid="help-likely">
                  {likely.map(line)}
                </ul>
                <h4>{t('help.others')}</h4>
              </>
            )}
            <ul className="plain units" data-testid="help-units">
              {others.map(line)}
            </ul>
          </div>
        </>
      )}
      <button type="button" className="help-keys" onClick={onKeys}>
        {t('help.keys')} <kbd>{KEY_LABEL.keys}</kbd>
      </button>
    </section>
  );
}

interface UnitProps {
  unit: Unit;
  chosen: boolean;
  /** Takes the unit into the ticket; null when none is open. */
  onChoose: (() => void) | null;
}

function UnitLine({ unit, chosen, onChoose }: UnitProps) {
  const t = useText();
  return (
    <li className={chosen ? 'unit unit-chosen' : 'unit'}>
      {onChoose ? (
        <button type="button" tabIndex={-1} aria-pressed={chosen} title={t('help.useUnit', { name: unit.name })} onClick={onChoose}>
          {unit.name}
        </button>
      ) : (
        <span>{unit.name}</span>
      )}
      <span className="unit-phone">
        {unit.phone ? showNumber(unit.phone) : <span className="soft">{t('help.noPhone')}</span>}
      </span>
    </li>
  );
}

/** Arrow keys lead from one unit's button to the next. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  if (step === 0 || buttons.length === 0) return;
  event.preventDefault();
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
}
