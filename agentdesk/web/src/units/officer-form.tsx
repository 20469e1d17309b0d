import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeOfficer, createOfficer, getUnit, type Officer, type Post, type UnitDetail } from '../api/units';
import { Cancel } from '../forms/cancel';
import { ConflictPanel } from '../forms/conflict-panel';
import { elsewhere, faultsOf, NO_FAULTS, type Faults } from '../forms/faults';
import { LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useEdit } from '../forms/use-edit';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { NEW_OFFICER, officerDraftOf, told, toOfficer, type OfficerDraft } from './unit-draft';

const PLACES: readonly string[] = Object.keys(NEW_OFFICER);

/** Somebody takes a post that nobody holds. */
export function NewOfficerForm({ unit, post, rank, onClose }: { unit: string; post: Post; rank: number; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useKept(`officer.${unit}.${post}`, 0, NEW_OFFICER);
  const save = useMutation({
    mutationFn: () => createOfficer(unit, post, toOfficer(draft.value, rank)),
    onSuccess: (saved) => {
      draft.reset(NEW_OFFICER);
      queries.setQueryData(['unit', unit], saved);
      void queries.invalidateQueries({ queryKey: ['directory-gaps'] });
      onClose();
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  return (
    <form
      className="form unit-inner"
      data-testid={`officer-form-${post}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <OfficerFields value={draft.value} faults={faults} phoned={post === 'focal'} onChange={(part) => draft.change({ ...draft.value, ...part })} />
      <SaveBar testId="officer-form-save" label={t('directory.addOfficer')} busy={save.isPending} dirty={draft.dirty} hand={draft.hand} faults={faults} more={elsewhere(faults, (place) => PLACES.includes(place))}>
        <Cancel
          testId="officer-form-cancel"
          onClick={() => {
            draft.reset(NEW_OFFICER);
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}

/** What is kept of who holds a post. */
export function OfficerForm({ officer, onClose }: { officer: Officer; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const of = (unit: UnitDetail) => unit.officers.find(({ id }) => id === officer.id) ?? officer;
  const kept = (unit: UnitDetail) => {
    queries.setQueryData(['unit', unit.code], unit);
    return of(unit);
  };
  const edit = useEdit<OfficerDraft, Officer>({
    form: `officer.${officer.id}`,
    thing: officer,
    version: (seen) => seen.version,
    draftOf: officerDraftOf,
    // The place is the order's alone.
    send: async (draft, version) => kept(await changeOfficer(officer.id, toOfficer(draft, officer.rank), version)),
    now: async () => kept(await getUnit(officer.unit)),
    onSaved: onClose,
  });
  const { draft, faults, theirs } = edit;
  return (
    <form
      className="form unit-inner"
      data-testid={`officer-form-${officer.id}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        edit.send();
      }}
    >
      <OfficerFields value={draft.value} faults={faults} phoned={officer.post === 'focal'} onChange={edit.change} />
      {theirs && <ConflictPanel mine={told(t, draft.value)} theirs={told(t, theirs)} onMine={edit.keepMine} onTheirs={edit.takeTheirs} />}
      <SaveBar testId="officer-form-save" label={t('directory.save')} busy={edit.busy} dirty={draft.dirty} hand={draft.hand} ready={draft.dirty && !theirs} faults={faults} more={elsewhere(faults, (place) => PLACES.includes(place))}>
        <Cancel
          testId="officer-form-cancel"
          onClick={() => {
            edit.drop();
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}

interface FieldsProps {
  value: OfficerDraft;
  faults: Faults;
  /** Calls are put through to them. */
  phoned: boolean;
  onChange: (part: Partial<OfficerDraft>) => void;
}

function OfficerFields({ value, faults, phoned, onChange }: FieldsProps) {
  const t = useText();
  return (
    <>
      <div className="form-row">
        <LineField id="officer-name" label={t('directory.person')} fault={faults.at['name']} required value={value.name} onChange={(name) => onChange({ name })} />
        <LineField id="officer-title" label={t('directory.title')} fault={faults.at['title']} value={value.title} onChange={(title) => onChange({ title })} />
      </div>
      <div className="form-row">
        <LineField id="officer-phone" label={t('directory.phone')} hint={t(phoned ? 'directory.phonePublic' : 'directory.phoneHead')} fault={faults.at['phone']} required={phoned} type="tel" value={value.phone} onChange={(phone) => onChange({ phone })} />
        <LineField id="officer-mobile" label={t('directory.mobile')} hint={t('directory.mobileHint')} fault={faults.at['mobile']} type="tel" value={value.mobile} onChange={(mobile) => onChange({ mobile })} />
        <LineField id="officer-email" label={t('directory.email')} fault={faults.at['email']} type="email" value={value.email} onChange={(email) => onChange({ email })} />
      </div>
      <div className="form-row">
        <LineField id="officer-username" label={t('directory.username')} fault={faults.at['username']} maxLength={32} value={value.username} onChange={(username) => onChange({ username })} />
        <LineField id="officer-since" label={t('directory.since')} hint={t('directory.sinceHint')} fault={faults.at['since']} type="date" value={value.since} onChange={(since) => onChange({ since })} />
        <LineField id="officer-until" label={t('directory.until')} hint={t('directory.untilHint')} fault={faults.at['until']} type="date" value={value.until} onChange={(until) => onChange({ until })} />
      </div>
    </>
  );
}
