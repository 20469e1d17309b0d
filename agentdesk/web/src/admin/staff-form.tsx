import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ownAccount } from '../api/accounts';
import { reportStaffChange } from '../api/staff-changes';
import { getUnit, type Post } from '../api/units';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { Cancel } from '../forms/cancel';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { described, Field } from '../forms/field';
import { ChoiceField, LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { today } from '../rules/dates';
import { holds } from '../units/unit-draft';
import { UnitInput } from '../units/unit-input';
import { NEW_NOTE, toNote, type NoteDraft } from './note-draft';

const PLACES: readonly string[] = ['unit', 'leaver', 'post', 'from', 'document', 'name', 'title', 'phone', 'mobile', 'email', 'username', ...['name', 'title', 'phone', 'mobile', 'email', 'username'].map((place) => `successor.${place}`)];

/** Reports who leaves a post and who takes it: of one's own unit, or, by the Office, of any. */
export function StaffForm({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const office = may(user, 'units');
  const own = useQuery({ queryKey: ['account'], queryFn: ({ signal }) => ownAccount(signal), enabled: !office });
  const draft = useKept('staff.new', 0, NEW_NOTE);
  const value = office ? draft.value : { ...draft.value, unit: own.data?.unit ?? '' };
  const unit = useQuery({ queryKey: ['unit', value.unit], queryFn: ({ signal }) => getUnit(value.unit, signal), enabled: value.unit !== '' });
  const people = unit.data?.officers.filter((officer) => holds(officer, today())) ?? [];
  const change = (part: Partial<NoteDraft>) => draft.change({ ...draft.value, ...part });
  const save = useMutation({
    mutationFn: () => reportStaffChange(toNote(value, people)),
    onSuccess: () => {
      draft.reset(NEW_NOTE);
      void queries.invalidateQueries({ queryKey: ['staff-changes'] });
      void queries.invalidateQueries({ queryKey: ['unit', value.unit] });
      onClose();
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  const at = (place: string) => faults.at[`successor.${place}`] ?? faults.at[place];
  const leavers: [string, string][] = people.map((officer) => [String(officer.id), `${officer.name} (${t(`staff.post.${officer.post}`)} ${officer.rank})`]);
  return (
    <form
      className="form panel"
      data-testid="staff-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t('staff.new')}</h2>
      <div className="form-row">
        {office && (
          <Field id="note-unit" label={t('units.name')} fault={faults.at['unit']} required>
            <UnitInput {...described('note-unit', faults.at['unit'])} value={value.unit} onChange={(code) => change({ unit: code, leaver: '0' })} />
          </Field>
        )}
        <ChoiceField id="note-leaver" label={t('staff.leaver')} fault={faults.at['leaver']} value={value.leaver} of={[['0', t('staff.vacant')], ...leavers]} onChange={(leaver) => change({ leaver })} />
        {value.leaver === '0' && <ChoiceField<Post> id="note-post" label={t('staff.post')} fault={faults.at['post']} value={value.post} of={[['focal', t('staff.post.focal')], ['head', t('staff.post.head')]]} onChange={(post) => change({ post })} />}
        <LineField id="note-from" label={t('staff.from')} fault={faults.at['from']} required type="date" value={value.from} onChange={(from) => change({ from })} />
        <LineField id="note-document" label={t('directory.decision')} fault={faults.at['document']} value={value.document} onChange={(document) => change({ document })} />
      </div>
      <h3>{t('staff.successor')}</h3>
      <div className="form-row">
        <LineField id="note-name" label={t('directory.person')} hint={t('staff.nameHint')} fault={at('name')} value={value.name} onChange={(name) => change({ name })} />
        <LineField id="note-title" label={t('directory.title')} fault={at('title')} value={value.title} onChange={(title) => change({ title })} />
        <LineField id="note-username" label={t('directory.username')} fault={at('username')} maxLength={32} value={value.username} onChange={(username) => change({ username })} />
      </div>
      <div className="form-row">
        <LineField id="note-phone" label={t('directory.phone')} fault={at('phone')} type="tel" value={value.phone} onChange={(phone) => change({ phone })} />
        <LineField id="note-mobile" label={t('directory.mobile')} hint={t('directory.mobileHint')} fault={at('mobile')} type="tel" value={value.mobile} onChange={(mobile) => change({ mobile })} />
        <LineField id="note-email" label={t('directory.email')} fault={at('email')} type="email" value={value.email} onChange={(email) => change({ email })} />
      </div>
      <SaveBar testId="note-form-save" label={t(office ? 'staff.applyNow' : 'staff.report')} busy={save.isPending} dirty={draft.dirty} hand={draft.hand} ready={value.unit !== '' && value.from !== ''} faults={faults} more={elsewhere(faults, (place) => PLACES.includes(place))}>
        <Cancel
          testId="note-form-cancel"
          onClick={() => {
            draft.reset(NEW_NOTE);
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}
