import { useQueryClient } from '@tanstack/react-query';
import { changeUnit, getUnit, type UnitDetail } from '../api/units';
import { ConflictPanel } from '../forms/conflict-panel';
import { elsewhere } from '../forms/faults';
import { SaveBar } from '../forms/save-bar';
import { useEdit } from '../forms/use-edit';
import { useText } from '../i18n';
import { told, toUnit, unitDraftOf, type UnitDraft } from './unit-draft';
import { UNIT_PLACES, UnitFields } from './unit-fields';

/** What is kept of a unit, to be changed. */
export function UnitForm({ unit, onClose }: { unit: UnitDetail; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const edit = useEdit<UnitDraft, UnitDetail>({
    form: `unit.${unit.code}`,
    thing: unit,
    version: (seen) => seen.version,
    draftOf: unitDraftOf,
    send: (draft, version) => changeUnit(toUnit(draft, unit), version),
    now: async () => {
      const found = await getUnit(unit.code);
      queries.setQueryData(['unit', unit.code], found);
      return found;
    },
    onSaved: (saved) => {
      queries.setQueryData(['unit', unit.code], saved);
      void queries.invalidateQueries({ queryKey: ['units'] });
    },
  });
  const { draft, faults, theirs } = edit;
  return (
    <form
      className="form panel"
      data-testid="unit-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        edit.send();
      }}
    >
      <h2>{t('directory.facts')}</h2>
      <UnitFields value={draft.value} faults={faults} onChange={edit.change} />
      {theirs && <ConflictPanel mine={told(t, draft.value)} theirs={told(t, theirs)} onMine={edit.keepMine} onTheirs={edit.takeTheirs} />}
      <SaveBar
        testId="unit-save"
        label={t('directory.save')}
        busy={edit.busy}
        dirty={draft.dirty}
        hand={draft.hand}
        ready={draft.dirty && !theirs}
        faults={faults}
        more={elsewhere(faults, (place) => UNIT_PLACES.includes(place))}
        done={edit.saved ? t('forms.saved') : ''}
        onDrop={edit.drop}
      >
        {!draft.dirty && (
          <button type="button" className="form-button" data-testid="unit-form-close" onClick={onClose}>
            {t('forms.close')}
          </button>
        )}
      </SaveBar>
    </form>
  );
}
