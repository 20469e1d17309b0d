import { useMutation, useQueryClient } from '@tanstack/react-query';
import { editAccount, ROLES, type Account, type AccountEdit } from '../api/accounts';
import type { Role } from '../api/types';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { described, Field } from '../forms/field';
import { ChoiceField, LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { UnitInput } from '../units/unit-input';

type Draft = Required<AccountEdit>;

export function draftOf({ name, role, unit, identity, disabled }: Account): Draft {
  return { name, role, unit, identity, disabled };
}

/** What is to change, alone: two administrators who change different things both have their way. */
export function changesOf(draft: Draft, was: Draft): AccountEdit {
  return Object.fromEntries(Object.entries(draft).filter(([name, value]) => value !== was[name as keyof Draft]));
}

/** Name, role, unit of an account; its owner's own role and door they do not change. */
export function EditAccountForm({ account, own }: { account: Account; own: boolean }) {
  const t = useText();
  const queries = useQueryClient();
  const was = draftOf(account);
  // With what it was begun on: what another changes meanwhile is not changed back.
  const draft = useKept(`account-edit.${account.username}`, 0, { of: was, now: was });
  const { name, role, unit, identity, disabled } = draft.value.now;
  const change = (part: Partial<Draft>) => draft.change({ ...draft.value, now: { ...draft.value.now, ...part } });
  const save = useMutation({
    mutationFn: (sent: { of: Draft; now: Draft }) => editAccount(account.username, changesOf(sent.now, sent.of)),
    onSuccess: (saved, sent) => {
      draft.saved({ of: draftOf(saved), now: draftOf(saved) }, sent, 0);
      queries.setQueriesData<Account[]>({ queryKey: ['accounts'] }, (all) => all?.map((one) => (one.username === saved.username ? saved : one)));
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  return (
    <form
      className="form panel"
      data-testid="account-edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft.value);
      }}
    >
      <div className="form-row">
        <LineField id="edit-name" label={t('directory.person')} fault={faults.at['name']} required maxLength={100} value={name} onChange={(next) => change({ name: next })} />
        <ChoiceField<Role> id="edit-role" label={t('accounts.role')} hint={t('accounts.roleHint')} fault={faults.at['role']} value={role} of={ROLES.filter((one) => !own || one === account.role).map((one) => [one, t(`role.${one}`)])} onChange={(next) => change({ role: next })} />
      </div>
      <div className="form-row">
        <Field id="edit-unit" label={t('units.name')} hint={t('accounts.unitHint')} fault={faults.at['unit']}>
          <UnitInput {...described('edit-unit', faults.at['unit'], t('accounts.unitHint'))} value={unit} onChange={(code) => change({ unit: code })} />
        </Field>
        <LineField id="edit-identity" label={t('accounts.identity')} fault={faults.at['identity']} maxLength={255} value={identity} onChange={(next) => change({ identity: next })} />
      </div>
      {!own && (
        <label className="unit-check">
          <input type="checkbox" data-testid="edit-disabled" checked={disabled} onChange={(event) => change({ disabled: event.target.checked })} /> {t('accounts.close')}
        </label>
      )}
      <SaveBar
        testId="account-save"
        label={t('directory.save')}
        busy={save.isPending}
        dirty={draft.dirty}
        hand={draft.hand}
        ready={draft.dirty}
        faults={faults}
        more={elsewhere(faults, (place) => place in was)}
        done={save.isSuccess && !draft.dirty ? t('forms.saved') : ''}
        onDrop={() => {
          draft.reset({ of: was, now: was });
          save.reset();
        }}
      />
    </form>
  );
}
