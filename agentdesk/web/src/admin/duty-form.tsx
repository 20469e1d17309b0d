import { useQueryClient } from '@tanstack/react-query';
import type { Field as FieldOf, Unit } from '../api/types';
import { allDuties, changeDuty, createDuty, type Duty } from '../api/units';
import { Cancel } from '../forms/cancel';
import { ConflictPanel } from '../forms/conflict-panel';
import { elsewhere } from '../forms/faults';
import { described, Field } from '../forms/field';
import { ChoiceField, LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useEdit } from '../forms/use-edit';
import { useText, type Translate } from '../i18n';
import { UnitInput } from '../units/unit-input';
import { dutyDraftOf, NEW_DUTY, toDuty, type DutyDraft } from './duty-draft';

const PLACES: readonly string[] = Object.keys(NEW_DUTY);
const GROUPS = [1, 2, 3, 4, 5];
const NOTHING: Duty = { id: 0, version: 0, ...toDuty(NEW_DUTY) };

interface Props {
  /** null: a new one. */
  duty: Duty | null;
  places: readonly Pick<Unit, 'code' | 'name'>[];
  fields: readonly FieldOf[];
  onClose: () => void;
}

/** Whose a matter is: a new duty, or another in the place of one. */
export function DutyForm({ duty, places, fields, onClose }: Props) {
  const t = useText();
  const queries = useQueryClient();
  const edit = useEdit<DutyDraft, Duty>({
    form: `duty.${duty?.id ?? 'new'}`,
    thing: duty ?? NOTHING,
    version: (seen) => seen.version,
    draftOf: dutyDraftOf,
    send: (draft, version) => (duty ? changeDuty(duty.id, toDuty(draft), version) : createDuty(toDuty(draft))),
    now: async () => (await allDuties({})).find(({ id }) => id === duty?.id) ?? NOTHING,
    onSaved: () => {
      void queries.invalidateQueries({ queryKey: ['duties'] });
      onClose();
    },
  });
  const { draft, faults, theirs } = edit;
  const value = draft.value;
  const group = Number(value.group);
  return (
    <form
      className="form panel"
      data-testid="duty-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        edit.send();
      }}
    >
      <h2>{t(duty ? 'duties.change' : 'duties.new')}</h2>
      <div className="form-row">
        <ChoiceField id="duty-group" label={t('duties.group')} fault={faults.at['group']} value={value.group} of={[['0', t('duties.anyGroup')], ...GROUPS.map((n) => [String(n), t('duties.ofGroup', { n })] as const)]} onChange={(next) => edit.change({ group: next })} />
        <ChoiceField id="duty-field" label={t('duties.field')} fault={faults.at['field']} value={value.field} of={[['', t('duties.anything')], ...fields.filter((one) => group === 0 || one.group === group).map((one) => [one.code, one.name] as const)]} onChange={(next) => edit.change({ field: next })} />
        <ChoiceField id="duty-area" label={t('duties.area')} fault={faults.at['area']} value={value.area} of={[['', t('duties.wholeCity')], ...places.map((one) => [one.code, one.name] as const)]} onChange={(next) => edit.change({ area: next })} />
      </div>
      <div className="form-row">
        <Field id="duty-unit" label={t('units.name')} hint={t('duties.unitHint')} fault={faults.at['unit']}>
          <UnitInput {...described('duty-unit', faults.at['unit'], t('duties.unitHint'))} value={value.unit} onChange={(code) => edit.change({ unit: code })} />
        </Field>
        <LineField id="duty-priority" label={t('duties.priority')} hint={t('duties.priorityHint')} fault={faults.at['priority']} required type="number" value={value.priority} onChange={(next) => edit.change({ priority: next })} />
        <LineField id="duty-basis" label={t('duties.basis')} fault={faults.at['basis']} value={value.basis} onChange={(next) => edit.change({ basis: next })} />
      </div>
      <div className="form-row">
        <LineField id="duty-since" label={t('directory.since')} hint={t('directory.sinceHint')} fault={faults.at['since']} type="date" value={value.since} onChange={(next) => edit.change({ since: next })} />
        <LineField id="duty-until" label={t('directory.until')} hint={t('directory.untilHint')} fault={faults.at['until']} type="date" value={value.until} onChange={(next) => edit.change({ until: next })} />
      </div>
      {theirs && <ConflictPanel mine={told(t, value)} theirs={told(t, theirs)} onMine={edit.keepMine} onTheirs={edit.takeTheirs} />}
      <SaveBar testId="duty-save" label={t('directory.save')} busy={edit.busy} dirty={draft.dirty} hand={draft.hand} ready={draft.dirty && !theirs} faults={faults} more={elsewhere(faults, (place) => PLACES.includes(place))}>
        <Cancel
          testId="duty-cancel"
          onClick={() => {
            edit.drop();
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}

/** As lines of text, to be laid beside another's. */
function told(t: Translate, { field, group, area, unit, priority, basis, since, until }: DutyDraft): string {
  return [
    `${t('duties.group')}: ${group}`,
    `${t('duties.field')}: ${field}`,
    `${t('duties.area')}: ${area}`,
    `${t('units.name')}: ${unit}`,
    `${t('duties.priority')}: ${priority}`,
    `${t('duties.basis')}: ${basis}`,
    `${t('directory.since')}: ${since}`,
    `${t('directory.until')}: ${until}`,
  ].join('\n');
}
