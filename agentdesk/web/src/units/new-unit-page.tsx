import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { createUnit } from '../api/units';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { NEW_UNIT, toUnit } from './unit-draft';
import { UNIT_PLACES, UnitFields } from './unit-fields';
import './units.css';

/** A unit that the directory does not have yet. */
export default function NewUnitPage() {
  const t = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const draft = useKept('unit.new', 0, NEW_UNIT);
  const save = useMutation({
    mutationFn: () => createUnit(toUnit(draft.value)),
    onSuccess: (made) => {
      draft.reset(NEW_UNIT);
      queries.setQueryData(['unit', made.code], made);
      void queries.invalidateQueries({ queryKey: ['units'] });
      void navigate(`/units/${made.code}`, { replace: true });
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  return (
    <div className="page page-narrow" data-testid="new-unit-page">
      <p>
        <Link to="/units">{t('directory.back')}</Link>
      </p>
      <h1>{t('directory.newUnit')}</h1>
      <form
        className="form panel"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <UnitFields fresh value={draft.value} faults={faults} onChange={(part) => draft.change({ ...draft.value, ...part })} />
        <SaveBar
          testId="unit-save"
          label={t('directory.addUnit')}
          busy={save.isPending}
          dirty={draft.dirty}
          hand={draft.hand}
          faults={faults}
          more={elsewhere(faults, (place) => UNIT_PLACES.includes(place))}
          onDrop={() => {
            draft.reset(NEW_UNIT);
            save.reset();
          }}
        />
      </form>
    </div>
  );
}
