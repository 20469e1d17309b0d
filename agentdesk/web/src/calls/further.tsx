import { Checkbox, Input } from 'antd';
import { useFields, useUnits } from '../api/queries';
import { useLabel, useText } from '../i18n';
import { dayBack, typedTime } from '../lists/address';
import { ChoiceFilter } from '../shell/filters';
import { END_REASONS, type Filters } from './filters';

interface Props {
  draft: Filters;
  canFlag: boolean;
  hasWords: boolean;
  apply: (part: Partial<Filters>) => void;
  type: (part: Partial<Filters>) => void;
  leave: (name: keyof Filters) => void;
}

/** What calls are looked through by more rarely. */
export function Further({ draft, canFlag, hasWords, apply, type, leave }: Props) {
  const t = useText();
  const label = useLabel();
  const units = useUnits().data ?? [];
  const fields = useFields().data ?? [];
  const typed = (name: 'officer' | 'min' | 'max' | 'after' | 'before', title: string, kind: 'hour' | 'length' | 'number', done = () => leave(name)) => (
    <Input
      className={`filter-${kind}`}
      data-testid={`filter-${name}`}
      aria-label={title}
      placeholder={title}
      inputMode={kind === 'number' ? 'tel' : 'text'}
      allowClear
      value={draft[name]}
      onChange={(event) => type({ [name]: event.target.value })}
      onBlur={done}
      onPressEnter={done}
    />
  );
  // An hour is one of the days that are chosen; of today, where none is.
  const ofDay = (name: 'after' | 'before', end: 'since' | 'until') => () => {
    const time = typedTime(draft[name]);
    apply({ [name]: time, ...(time && draft[end] === '' ? { [end]: dayBack(Date.now(), 0) } : {}) });
  };
  return (
    <div className="filters" id="calls-further" data-testid="calls-further">
      {typed('after', t('calls.after'), 'hour', ofDay('after', 'since'))}
      {typed('before', t('calls.before'), 'hour', ofDay('before', 'until'))}
      <ChoiceFilter testId="filter-unit" label={t('calls.unit')} any={t('calls.anyUnit')} search value={draft.unit} options={units.map((unit) => ({ value: unit.code, label: unit.name }))} onChoose={(unit) => apply({ unit })} />
      {typed('officer', t('calls.officerNumber'), 'number')}
      <ChoiceFilter testId="filter-field" label={t('ticket.field')} any={t('calls.anyField')} search value={draft.field} options={fields.map((field) => ({ value: field.code, label: field.name }))} onChoose={(field) => apply({ field })} />
      {typed('min', t('calls.atLeast'), 'length')}
      {typed('max', t('calls.atMost'), 'length')}
      <ChoiceFilter
        testId="filter-end"
        label={t('calls.end')}
        any={t('calls.anyEnd')}
        search
        value={draft.end}
        options={END_REASONS.map((reason) => ({ value: reason, label: label('endreason', reason) }))}
        onChoose={(end) => apply({ end })}
      />
      <ChoiceFilter
        testId="filter-rating"
        label={t('rating.title')}
        any={t('calls.anyRating')}
        value={draft.rating}
        options={['1', '2', '3', '4', '5'].map((mark) => ({ value: mark, label: t('rating.of', { mark }) }))}
        onChoose={(rating) => apply({ rating })}
      />
      {hasWords && (
        <Input
          className="filter-number"
          data-testid="filter-said"
          aria-label={t('calls.said')}
          placeholder={t('calls.said')}
          maxLength={200}
          allowClear
          value={draft.said}
          onChange={(event) => type({ said: event.target.value })}
          onBlur={() => leave('said')}
        />
      )}
      {hasWords && draft.said !== '' && <span className="soft small">{t('calls.saidNewest')}</span>}
      {canFlag && (
        <Checkbox data-testid="filter-flagged" checked={draft.flagged !== ''} onChange={(event) => apply({ flagged: event.target.checked ? '1' : '' })}>
          {t('calls.onlyFlagged')}
        </Checkbox>
      )}
    </div>
  );
}
