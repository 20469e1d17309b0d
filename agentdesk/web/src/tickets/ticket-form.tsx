import { Checkbox, Input, type GetRef } from 'antd';
import { useMemo, useRef, useState, type SyntheticEvent } from 'react';
import { ApiError } from '../api/client';
import { useFields, useUnits } from '../api/queries';
import { useFocusIfNone } from '../desk/hooks';
import type { NewTicket, Ticket } from '../api/types';
import type { Then } from '../desk/keys';
import { isKey, useText } from '../i18n';
import type { Photos } from '../files/photos';
import { filesOf } from '../intake/dropped';
import { ThenRow } from '../intake/then-row';
import { WaitingFiles } from '../intake/waiting-files';
import { PinButton } from '../map/pin-button';
import type { Group } from './draft';
import { focusPlace, FormFoot, type FormWords } from './form-foot';
import { useFormKeys } from './form-keys';
import { firstFault, serverFaults, toRequest, validate, type Faults, type Place } from './form-model';
import { GroupPicker } from './group-picker';
import { faultAttributes, Labelled } from './labelled';
import { byUse, likelyFields, likelyUnits } from './likely';
import { Picker } from './picker';
import { reasons } from './refused';
import { SenderFields } from './sender-fields';
import { searchUnits } from './units';
import type { DraftInHand } from './use-draft';

interface Props {
  hand: DraftInHand;
  words: FormWords;
  /** Brings the ticket to the server; key: the same for every try of one draft. */
  file: (draft: NewTicket, key: string) => Promise<Ticket>;
  /** then: what it was filed to do at once. */
  onFiled: (ticket: Ticket, then: Then | null) => void;
  /** It is a ticket already, by a try whose answer was lost, with what stood in it then. */
  onFiledBefore?: (code: string) => void;
  /** It may be filed to do something with it at once. */
  goesOn?: boolean;
  onDiscard: () => void;
  onUnitTyped: (typed: string) => void;
  /** Where files wait for the ticket; none: it has none of its own yet. */
  photos?: Photos;
}

/** The ticket while it is being written. */
export function TicketForm({ hand, words, file, onFiled, onFiledBefore, goesOn = false, onDiscard, onUnitTyped, photos }: Props) {
  const t = useText();
  const { draft } = hand;
  const units = useUnits();
  const fields = useFields();
  const [faults, setFaults] = useState<Faults>({});
  const [rest, setRest] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  // What is sent is sent: nothing is to be seen that is not in it.
  const change: typeof hand.change = busy ? () => undefined : hand.change;

  // Whoever has just answered may type at once.
  const content = useRef<GetRef<typeof Input.TextArea>>(null);
  useFocusIfNone(() => content.current?.focus({ cursor: 'end' }));

  const fault = (place: Place) => {
    const found = faults[place];
    if (!found) return undefined;
    return 'key' in found ? t(found.key) : found.text;
  };
  /** A field that is being mended is not scolded any longer. */
  const mended = (...places: Place[]) =>
    setFaults((old) => Object.fromEntries(Object.entries(old).filter(([place]) => !places.includes(place as Place))));

  const chooseGroup = (group: Group) => {
    const field = fields.data?.find((f) => f.code === draft.field);
    change({ group, field: field && field.group !== group ? '' : draft.field });
    mended('group', 'directive', 'field');
  };

  const submit = async (then: Then | null = null) => {
    if (busy) return;
    const found = validate(draft);
    setFaults(found);
    setRest([]);
    if (Object.keys(found).length > 0) {
      focusPlace(firstFault(found));
      return;
    }
    setBusy(true);
    try {
      onFiled(await file(toRequest(draft), hand.key), then);
    } catch (error) {
      if (onFiledBefore && error instanceof ApiError && error.ticket !== '') {
        onFiledBefore(error.ticket);
        return;
      }
      const refused = error instanceof ApiError ? serverFaults(error.errors) : { faults: {}, rest: [] };
      setFaults(refused.faults);
      setRest(reasons(error, refused, words));
      focusPlace(firstFault(refused.faults));
    } finally {
      setBusy(false);
    }
  };

  const go = (then: Then | null) => void submit(then);
  useFormKeys({ draft, change, choose: chooseGroup, submit: go, goesOn });

  /** Files that were dropped or pasted; text goes where it was meant to. */
  const take = (event: SyntheticEvent, from: DataTransfer) => {
    const files = filesOf(from);
    if (files.length === 0) return;
    event.preventDefault();
    void photos?.add(files);
  };

  const fieldName = fields.data?.find((f) => f.code === draft.field)?.name ?? '';
  const unitOptions = useMemo(() => {
    const all = units.data ?? [];
    const likely = likelyUnits(all, { field: fieldName, content: draft.content, address: draft.address });
    const others = all.filter((unit) => !likely.includes(unit)).sort(byUse);
    return { likely: likely[0]?.name, all: [...likely, ...others].map((u) => ({ value: u.code, label: u.name })) };
  }, [units.data, fieldName, draft.content, draft.address]);
  const fieldOptions = useMemo(() => {
    const all = (fields.data ?? []).filter((f) => draft.group === null || f.group === draft.group);
    const likely = likelyFields(all, draft.content);
    return { likely: likely[0]?.name, all: [...likely, ...all.filter((f) => !likely.includes(f))].map((f) => ({ value: f.code, label: f.name })) };
  }, [fields.data, draft.group, draft.content]);
  /** What the words speak for stands first in its list, and in the empty field; it is chosen by nobody but the operator. */
  const proposal = (name: string | undefined) => name && t('ticket.proposal', { name });

  return (
    <form
      className={busy ? 'ticket sending' : 'ticket'}
      aria-busy={busy}
      data-testid="ticket-form"
      data-call={draft.call}
      noValidate
      onSubmit={(event) => event.preventDefault()}
      onDragOver={(event) => photos && event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => photos && take(event, event.dataTransfer)}
      onPaste={(event) => photos && take(event, event.clipboardData)}
    >
      <div className="ticket-body">
        <GroupPicker value={draft.group} fault={fault('group')} onChange={chooseGroup} />
        {draft.group === 4 && (
          <Labelled label={t('ticket.directive')} htmlFor="ticket-directive" fault={fault('directive')} required>
            <Input
              id="ticket-directive"
              data-testid="ticket-directive"
              maxLength={500}
              placeholder={t('ticket.directiveHint')}
              value={draft.directive}
              {...faultAttributes('ticket-directive', fault('directive'))}
              onChange={(event) => {
                change({ directive: event.target.value });
                mended('directive');
              }}
            />
          </Labelled>
        )}
        <div className="pair">
          <Picker
            id="ticket-field"
            shortcut="field"
            label={t('ticket.field')}
            hint={proposal(fieldOptions.likely) ?? t('ticket.fieldHint')}
            value={draft.field}
            options={fieldOptions.all}
            loading={fields.isPending}
            fault={fault('field')}
            onChange={(field) => {
              const group = fields.data?.find((f) => f.code === field)?.group as Group | undefined;
              change({ field, group: draft.group ?? group ?? null });
              mended('field', 'group');
            }}
          />
          <Picker
            id="ticket-unit"
            shortcut="unit"
            label={t('ticket.unit')}
            hint={proposal(unitOptions.likely) ?? t('ticket.unitHint')}
            value={draft.unit}
            options={unitOptions.all}
            loading={units.isPending}
            fault={fault('unit')}
            onTyped={onUnitTyped}
            rank={(typed) => searchUnits(units.data ?? [], typed).map((u) => u.code)}
            onChange={(unit) => {
              change({ unit });
              onUnitTyped('');
              mended('unit');
            }}
          />
        </div>
        <Labelled className="field-grow" label={t('ticket.content')} htmlFor="ticket-content" fault={fault('content')} required>
          <Input.TextArea
            ref={content}
            id="ticket-content"
            data-testid="ticket-content"
            className="content"
            placeholder={t('ticket.contentHint')}
            value={draft.content}
            {...faultAttributes('ticket-content', fault('content'))}
            onChange={(event) => {
              change({ content: event.target.value });
              mended('content');
            }}
          />
        </Labelled>
        <div className="pair pair-wide">
          <Labelled
            label={t('ticket.address')}
            htmlFor="ticket-address"
            fault={fault('address')}
            aside={goesOn && <PinButton pin={draft.pin} onPin={(pin) => change({ pin })} />}
          >
            <Input
              id="ticket-address"
              data-testid="ticket-address"
              maxLength={500}
              placeholder={t('ticket.addressHint')}
              value={draft.address}
              {...faultAttributes('ticket-address', fault('address'))}
              onChange={(event) => {
                change({ address: event.target.value });
                mended('address');
              }}
            />
          </Labelled>
          <div className={photos ? 'marks marks-files' : 'marks'}>
            {photos && <WaitingFiles photos={photos} filed={false} />}
            <Checkbox data-testid="ticket-urgent" aria-keyshortcuts="Alt+U" checked={draft.urgent} onChange={(event) => change({ urgent: event.target.checked })}>
              {t('ticket.urgent')}
            </Checkbox>
            <Checkbox data-testid="ticket-confidential" aria-keyshortcuts="Alt+B" checked={draft.confidential} onChange={(event) => change({ confidential: event.target.checked })}>
              {t('ticket.confidential')}
            </Checkbox>
          </div>
        </div>
        <SenderFields
          sender={draft.sender}
          fault={fault}
          onChange={(part) => {
            if (!busy) hand.changeSender(part);
            mended(...(['name', 'phone', 'address', 'email'] as const).filter((n) => n in part).map((n): Place => `sender.${n}`));
          }}
        />
      </div>
      {goesOn && <ThenRow onThen={go} />}
      <FormFoot hand={hand} words={words} faults={Object.keys(faults).length} rest={rest.map((r) => (isKey(r) ? t(r) : r))} busy={busy} onFile={() => void submit()} onDiscard={onDiscard} />
    </form>
  );
}
