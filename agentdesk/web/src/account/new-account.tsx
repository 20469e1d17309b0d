import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createAccount, ROLES, type Activation } from '../api/accounts';
import type { Role } from '../api/types';
import { Cancel } from '../forms/cancel';
import { elsewhere, faultsOf, NO_FAULTS } from '../forms/faults';
import { described, Field } from '../forms/field';
import { ChoiceField, LineField } from '../forms/line-field';
import { SaveBar } from '../forms/save-bar';
import { useKept } from '../forms/use-kept';
import { useText } from '../i18n';
import { UnitInput } from '../units/unit-input';
import { proposeUsername } from './username';

interface Draft {
  name: string;
  username: string;
  role: Role;
  unit: string;
  identity: string;
}

const NOTHING: Draft = { name: '', username: '', role: 'officer', unit: '', identity: '' };
const PLACES: readonly string[] = Object.keys(NOTHING);

interface Props {
  taken: readonly string[];
  onMade: (username: string, activation: Activation) => void;
  onClose: () => void;
}

/** An account for somebody, who chooses the password. */
export function NewAccountForm({ taken, onMade, onClose }: Props) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useKept('account.new', 0, NOTHING);
  const { name, username, role, unit, identity } = draft.value;
  const change = (part: Partial<Draft>) => draft.change({ ...draft.value, ...part });
  const save = useMutation({
    mutationFn: () => createAccount({ name: name.trim(), username, role, ...(unit && { unit }), ...(identity && { identity }) }),
    onSuccess: (made) => {
      draft.reset(NOTHING);
      void queries.invalidateQueries({ queryKey: ['accounts'] });
      onMade(username, made);
    },
  });
  const faults = save.error ? faultsOf(save.error) : NO_FAULTS;
  return (
    <form
      className="form panel"
      data-testid="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t('accounts.new')}</h2>
      <div className="form-row">
        <LineField id="account-name" label={t('directory.person')} fault={faults.at['name']} required maxLength={100} value={name} onChange={(next) => change({ name: next })} />
        <Field id="account-username" label={t('login.username')} hint={t('accounts.usernameHint')} fault={faults.at['username']} required>
          <span className="account-proposed">
            <input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={32} {...described('account-username', faults.at['username'], t('accounts.usernameHint'))} value={username} onChange={(event) => change({ username: event.target.value.toLowerCase() })} />
            <button type="button" className="form-button" data-testid="account-propose" disabled={name.trim() === ''} onClick={() => change({ username: proposeUsername(name, taken) })}>
              {t('accounts.propose')}
            </button>
          </span>
        </Field>
      </div>
      <div className="form-row">
        <ChoiceField<Role> id="account-role" label={t('accounts.role')} fault={faults.at['role']} value={role} of={ROLES.map((one) => [one, t(`role.${one}`)])} onChange={(next) => change({ role: next })} />
        <Field id="account-unit" label={t('units.name')} hint={t('accounts.unitHint')} fault={faults.at['unit']}>
          <UnitInput {...described('account-unit', faults.at['unit'], t('accounts.unitHint'))} value={unit} onChange={(code) => change({ unit: code })} />
        </Field>
        <LineField id="account-identity" label={t('accounts.identity')} fault={faults.at['identity']} maxLength={255} value={identity} onChange={(next) => change({ identity: next })} />
      </div>
      <SaveBar testId="account-form-save" label={t('accounts.make')} busy={save.isPending} dirty={draft.dirty} hand={draft.hand} ready={name.trim() !== '' && username !== ''} faults={faults} more={elsewhere(faults, (place) => PLACES.includes(place))}>
        <Cancel
          testId="account-form-cancel"
          onClick={() => {
            draft.reset(NOTHING);
            onClose();
          }}
        />
      </SaveBar>
    </form>
  );
}
