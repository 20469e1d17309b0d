import { Checkbox, Input, Segmented } from 'antd';
import { useText } from '../i18n';
import type { Sender } from './draft';
import { faultAttributes, Labelled } from './labelled';
import type { Place } from './form-model';

interface Props {
  sender: Sender;
  fault: (place: Place) => string | undefined;
  onChange: (part: Partial<Sender>) => void;
}

/** The sender's data that Điều 7 asks for. */
export function SenderFields({ sender, fault, onChange }: Props) {
  const t = useText();
  return (
    <fieldset className="sender">
      <legend className="field-head">
        <span>{t('ticket.sender')}</span>
        <Segmented
          size="small"
          name="sender-type"
          aria-label={t('ticket.sender')}
          value={sender.type}
          options={[
            { value: 'individual' as const, label: t('ticket.individual') },
            { value: 'organisation' as const, label: t('ticket.organisation') },
          ]}
          onChange={(type) => onChange({ type })}
        />
      </legend>
      <div className="pair">
        <Labelled label={sender.type === 'individual' ? t('ticket.name') : t('ticket.orgName')} htmlFor="sender-name" fault={fault('sender.name')}>
          <Input
            id="sender-name"
            data-testid="sender-name"
            autoComplete="off"
            maxLength={200}
            value={sender.name}
            {...faultAttributes('sender-name', fault('sender.name'))}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Labelled>
        <Optional
          id="sender-phone"
          label={t('ticket.phone')}
          none={t('ticket.noPhone')}
          value={sender.phone}
          without={sender.noPhone}
          fault={fault('sender.phone')}
          maxLength={30}
          onChange={(phone) => onChange({ phone })}
          onNone={(noPhone) => onChange({ noPhone })}
        />
      </div>
      <div className="pair">
        <Optional
          id="sender-address"
          label={t('ticket.senderAddress')}
          none={t('ticket.noAddress')}
          value={sender.address}
          without={sender.noAddress}
          fault={fault('sender.address')}
          maxLength={500}
          onChange={(address) => onChange({ address })}
          onNone={(noAddress) => onChange({ noAddress })}
        />
        <Optional
          id="sender-email"
          label={t('ticket.email')}
          none={t('ticket.noEmail')}
          value={sender.email}
          without={sender.noEmail}
          fault={fault('sender.email')}
          maxLength={254}
          onChange={(email) => onChange({ email })}
          onNone={(noEmail) => onChange({ noEmail })}
        />
      </div>
    </fieldset>
  );
}

interface OptionalProps {
  id: string;
  label: string;
  none: string;
  value: string;
  without: boolean;
  fault: string | undefined;
  maxLength: number;
  onChange: (value: string) => void;
  onNone: (without: boolean) => void;
}

/** A field that the sender may say there is nothing for. What was typed stays, and counts again when the mark goes. */
function Optional({ id, label, none, value, without, fault, maxLength, onChange, onNone }: OptionalProps) {
  return (
    <Labelled
      label={label}
      htmlFor={id}
      fault={fault}
      aside={
        <Checkbox className="none" data-testid={`${id}-none`} checked={without} onChange={(event) => onNone(event.target.checked)}>
          {none}
        </Checkbox>
      }
    >
      <Input
        id={id}
        data-testid={id}
        autoComplete="off"
        disabled={without}
        maxLength={maxLength}
        value={value}
        {...faultAttributes(id, fault)}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}
