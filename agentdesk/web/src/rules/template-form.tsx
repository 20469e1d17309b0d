import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { previewTemplate, type MessageTemplate, type TemplateDraft } from '../api/rules';
import { ConflictPanel } from '../forms/conflict-panel';
import { elsewhere, faultsOf } from '../forms/faults';
import { described, Field } from '../forms/field';
import { SaveBar } from '../forms/save-bar';
import type { Edit } from '../forms/use-edit';
import { useLabel, useText } from '../i18n';

export interface Draft {
  text: string;
  /** Of an SMS: '' as configured, 'yes' or 'no' diacritics. */
  accents: '' | 'yes' | 'no';
}

export function draftOf({ text, accents }: Pick<MessageTemplate, 'text' | 'accents'>): Draft {
  return { text, accents: accents === null ? '' : accents ? 'yes' : 'no' };
}

export function toRequest(draft: Draft): TemplateDraft {
  return { text: draft.text, accents: draft.accents === '' ? null : draft.accents === 'yes' };
}

interface Props {
  template: MessageTemplate;
  edit: Edit<Draft>;
}

/** A message's words while they are changed: values are put in by a button, and it is seen as somebody would get it. */
export function TemplateForm({ template, edit }: Props) {
  const t = useText();
  const label = useLabel();
  const box = useRef<HTMLTextAreaElement>(null);
  const { draft, theirs } = edit;
  const value = draft.value;
  const look = useMutation({ mutationFn: () => previewTemplate(template.key, toRequest(value)) });
  const faults = look.error && !theirs ? faultsOf(look.error) : edit.faults;
  const change = (part: Partial<Draft>) => {
    look.reset();
    edit.change(part);
  };
  const insert = (name: string) => {
    const at = box.current?.selectionStart ?? value.text.length;
    const until = box.current?.selectionEnd ?? at;
    const put = `{${name}}`;
    change({ text: value.text.slice(0, at) + put + value.text.slice(until) });
    // The caret follows what was put in, once it is there.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at + put.length, at + put.length);
    });
  };
  const sms = template.channel === 'sms';
  return (
    <form
      className="form panel"
      data-testid="template-form"
      data-version={template.version}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        edit.send();
      }}
    >
      <div className="template-codes" role="group" aria-label={t('template.values')}>
        {[...template.placeholders, ...template.addresses.map((name) => ({ name, needed: false }))].map(({ name, needed }) => (
          <button key={name} type="button" className="form-button" data-testid={`insert-${name}`} onClick={() => insert(name)}>
            {label('msgvalue', name)} <span className="soft">{`{${name}}`}</span>
            {needed && <span className="soft"> {t('template.needed')}</span>}
          </button>
        ))}
      </div>
      <Field id="template-text" label={t('template.text')} hint={t(sms ? 'template.smsHint' : 'template.mailHint')} fault={faults.at['text']} required>
        <textarea ref={box} rows={sms ? 4 : 12} {...described('template-text', faults.at['text'], t(sms ? 'template.smsHint' : 'template.mailHint'))} value={value.text} onChange={(event) => change({ text: event.target.value })} />
      </Field>
      {sms && (
        <Field id="template-accents" label={t('template.accents')}>
          <select {...described('template-accents')} value={value.accents} onChange={(event) => change({ accents: event.target.value as Draft['accents'] })}>
            <option value="">{t('template.accentsUsual')}</option>
            <option value="yes">{t('template.accentsYes')}</option>
            <option value="no">{t('template.accentsNo')}</option>
          </select>
        </Field>
      )}
      {theirs && <ConflictPanel mine={value.text} theirs={theirs.text} onMine={edit.keepMine} onTheirs={edit.takeTheirs} />}
      {look.data && (
        <section data-testid="template-shown" data-parts={look.data.parts} aria-label={t('template.shown')}>
          <h2>{t('template.shown')}</h2>
          {look.data.subject && <b>{look.data.subject}</b>}
          <p className="template-shown">{look.data.text}</p>
          {sms && (
            <p className="soft" role="status">
              {t('template.parts', { n: look.data.parts, characters: look.data.characters })} {t(look.data.accents ? 'template.accentsYes' : 'template.accentsNo')}
            </p>
          )}
        </section>
      )}
      <SaveBar
        testId="template-save"
        label={t('template.save')}
        busy={edit.busy}
        dirty={draft.dirty}
        hand={draft.hand}
        ready={draft.dirty && !theirs}
        faults={faults}
        more={elsewhere(faults, (place) => place === 'text')}
        done={edit.saved ? t('forms.saved') : ''}
        onDrop={() => {
          look.reset();
          edit.drop();
        }}
      >
        <button type="button" className="form-button" data-testid="template-preview" disabled={look.isPending} onClick={() => look.mutate()}>
          {t('template.preview')}
        </button>
      </SaveBar>
    </form>
  );
}
