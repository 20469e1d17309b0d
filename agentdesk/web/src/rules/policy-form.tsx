import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keepPolicy, type Policy } from '../api/rules';
import { ConflictPanel } from '../forms/conflict-panel';
import { DateInput } from '../forms/date-input';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { described, Field } from '../forms/field';
import { SaveBar } from '../forms/save-bar';
import type { Draft as Kept } from '../forms/use-kept';
import { useLabel, useText } from '../i18n';
import { addDays, today } from './dates';
import { ANSWERS, MEASURES, toTerms, wordsOf, type Draft, type Measure, type RuleDraft } from './policy-draft';

interface Props {
  draft: Kept<Draft>;
  /** The newest terms, of which it is begun, and what they are told by. */
  begin: Draft;
  was: number;
  onKept: (policy: Policy) => void;
  onCancel: () => void;
}

/** Terms for what is received from a later day on. */
export function PolicyForm({ draft, begin, was, onKept, onCancel }: Props) {
  const t = useText();
  const label = useLabel();
  const queries = useQueryClient();
  const value = draft.value;
  const save = useMutation({
    mutationFn: () => keepPolicy(toTerms(value)),
    onSuccess: (kept) => {
      draft.reset(begin);
      void queries.invalidateQueries({ queryKey: ['policies'] });
      onKept(kept);
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  const reset = () => {
    draft.reset(begin);
    save.reset();
    onCancel();
  };
  const rule = (at: number, part: Partial<RuleDraft>) => draft.change({ ...value, rules: value.rules.map((one, n) => (n === at ? { ...one, ...part } : one)) });
  const reading = (at: number, part: { answer?: string; clause?: string }) => draft.change({ ...value, readings: value.readings.map((one, n) => (n === at ? { ...one, ...part } : one)) });
  const places = ['version', 'from', 'note', ...value.rules.flatMap(({ clock }, at) => [`rules[${clock}]`, `rules[${at}].warn_minutes`]), ...value.readings.map(({ question }) => `readings[${question}]`)];
  return (
    <form
      className="form panel"
      data-testid="policy-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t('policy.new')}</h2>
      <p className="soft">{t('policy.intro')}</p>
      <div className="form-row">
        <Field id="policy-version" label={t('policy.version')} hint={t('policy.versionHint')} fault={faults.at['version']} required>
          <input {...described('policy-version', faults.at['version'], t('policy.versionHint'))} maxLength={100} value={value.version} onChange={(event) => draft.change({ ...value, version: event.target.value })} />
        </Field>
        <Field id="policy-from" label={t('policy.from')} fault={faults.at['from']} required>
          <DateInput kept min={addDays(today(), 1)} {...described('policy-from', faults.at['from'])} value={value.from} onChange={(from) => draft.change({ ...value, from })} />
        </Field>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys on a narrow screen */}
      <div className="policy-rules" role="region" aria-label={t('policy.terms')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('policy.clock')}</th>
              <th scope="col">{t('policy.term')}</th>
              <th scope="col">{t('policy.warn')}</th>
              <th scope="col">{t('policy.clause')}</th>
            </tr>
          </thead>
          <tbody>
            {value.rules.map((one, at) => {
              const name = label('term', one.clock);
              const fault = faults.at[`rules[${one.clock}]`] ?? faults.at[`rules[${at}].warn_minutes`];
              const of = `term-${one.clock}`;
              return (
                <tr key={one.clock}>
                  <th scope="row">
                    {name}
                    {fault && (
                      <p className="fault" id={`${of}-fault`} data-testid={`${of}-fault`}>
                        {fault}
                      </p>
                    )}
                  </th>
                  <td>
                    <span className="policy-term">
                      <input inputMode="numeric" {...described(of, fault)} aria-label={`${t('policy.term')}: ${name}`} value={one.amount} onChange={(event) => rule(at, { amount: event.target.value })} />
                      <select aria-label={`${t('policy.measure')}: ${name}`} data-testid={`measure-${one.clock}`} value={one.measure} onChange={(event) => rule(at, { measure: event.target.value as Measure })}>
                        {MEASURES.map((measure) => (
                          <option key={measure} value={measure}>
                            {label('measure', measure)}
                          </option>
                        ))}
                      </select>
                    </span>
                  </td>
                  <td>
                    <input inputMode="numeric" data-testid={`warn-${one.clock}`} aria-label={`${t('policy.warn')}: ${name}`} value={one.warn} onChange={(event) => rule(at, { warn: event.target.value })} />
                  </td>
                  <td>
                    <input data-testid={`clause-${one.clock}`} aria-label={`${t('policy.clause')}: ${name}`} maxLength={100} value={one.clause} onChange={(event) => rule(at, { clause: event.target.value })} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <h3>{t('policy.readings')}</h3>
      {value.readings.map((one, at) => {
        const id = `answer-${one.question}`;
        const fault = faults.at[`readings[${one.question}]`];
        return (
          <div className="form-row" key={one.question}>
            <Field id={id} label={label('question', one.question)} fault={fault}>
              <select {...described(id, fault)} value={one.answer} onChange={(event) => reading(at, { answer: event.target.value })}>
                {ANSWERS[one.question].map((answer) => (
                  <option key={answer} value={answer}>
                    {label('reading', answer)}
                  </option>
                ))}
              </select>
            </Field>
            <Field id={`${id}-clause`} label={t('policy.clause')}>
              <input {...described(`${id}-clause`)} maxLength={100} value={one.clause} onChange={(event) => reading(at, { clause: event.target.value })} />
            </Field>
          </div>
        );
      })}
      <Field id="policy-note" label={t('calendar.note')} fault={faults.at['note']}>
        <input {...described('policy-note', faults.at['note'])} maxLength={500} value={value.note} onChange={(event) => draft.change({ ...value, note: event.target.value })} />
      </Field>
      {draft.overtaken && <ConflictPanel mine={wordsOf(value, label)} theirs={wordsOf(begin, label)} onMine={() => draft.onto(was)} onTheirs={() => draft.reset(begin)} />}
      <SaveBar testId="policy-save" ready={!draft.overtaken} label={t('policy.save')} busy={save.isPending} dirty={draft.dirty} hand={draft.hand} faults={faults} more={elsewhere(faults, (place) => places.includes(place))} onDrop={reset}>
        {!draft.dirty && (
          <button type="button" className="form-button" data-testid="policy-cancel" onClick={reset}>
            {t('forms.close')}
          </button>
        )}
      </SaveBar>
    </form>
  );
}
