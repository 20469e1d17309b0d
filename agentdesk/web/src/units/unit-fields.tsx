import type { Faults } from '../forms/faults';
import { described, Field } from '../forms/field';
import { ChoiceField, LineField } from '../forms/line-field';
import { useLabel, useText } from '../i18n';
import { KINDS, type Kind, type UnitDraft } from './unit-draft';
import { UnitInput } from './unit-input';

interface Props {
  value: UnitDraft;
  faults: Faults;
  /** Of a new unit the code, too. */
  fresh?: boolean;
  onChange: (part: Partial<UnitDraft>) => void;
}

export const UNIT_PLACES: readonly string[] = ['code', 'name', 'kind', 'parent', 'phone', 'address', 'website', 'email', 'aliases', 'since'];

/** What is kept of a unit. */
export function UnitFields({ value, faults, fresh = false, onChange }: Props) {
  const t = useText();
  const label = useLabel();
  return (
    <>
      <div className="form-row">
        {fresh && <LineField id="unit-code" label={t('directory.code')} hint={t('directory.codeHint')} fault={faults.at['code']} required maxLength={24} value={value.code} onChange={(code) => onChange({ code: code.toUpperCase() })} />}
        <LineField id="unit-name" label={t('directory.name')} fault={faults.at['name']} required value={value.name} onChange={(name) => onChange({ name })} />
      </div>
      <div className="form-row">
        <ChoiceField<Kind> id="unit-kind" label={t('directory.kind')} fault={faults.at['kind']} value={value.kind} of={KINDS.map((kind) => [kind, label('unitkind', kind)])} onChange={(kind) => onChange({ kind })} />
        <Field id="unit-parent" label={t('directory.parent')} fault={faults.at['parent']}>
          <UnitInput kept {...described('unit-parent', faults.at['parent'])} value={value.parent} onChange={(parent) => onChange({ parent })} />
        </Field>
      </div>
      <div className="form-row">
        <LineField id="unit-phone" label={t('directory.phone')} fault={faults.at['phone']} type="tel" value={value.phone} onChange={(phone) => onChange({ phone })} />
        <LineField id="unit-email" label={t('directory.email')} fault={faults.at['email']} type="email" value={value.email} onChange={(email) => onChange({ email })} />
        <LineField id="unit-website" label={t('directory.website')} fault={faults.at['website']} type="url" value={value.website} onChange={(website) => onChange({ website })} />
      </div>
      <LineField id="unit-address" label={t('directory.address')} fault={faults.at['address']} value={value.address} onChange={(address) => onChange({ address })} />
      <div className="form-row">
        <Field id="unit-aliases" label={t('directory.aliases')} hint={t('directory.aliasesHint')} fault={faults.at['aliases']}>
          <textarea rows={2} {...described('unit-aliases', faults.at['aliases'], t('directory.aliasesHint'))} value={value.aliases} onChange={(event) => onChange({ aliases: event.target.value })} />
        </Field>
        <LineField id="unit-since" label={t('directory.since')} hint={t('directory.sinceHint')} fault={faults.at['since']} type="date" value={value.since} onChange={(since) => onChange({ since })} />
      </div>
      <label className="unit-check">
        <input type="checkbox" data-testid="unit-listed" checked={value.listed} onChange={(event) => onChange({ listed: event.target.checked })} /> {t('directory.listed')}
      </label>
    </>
  );
}
