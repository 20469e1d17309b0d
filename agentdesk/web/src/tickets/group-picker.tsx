import { useText } from '../i18n';
import { GROUPS, type Group } from './draft';

interface Props {
  value: Group | null;
  fault: string | undefined;
  onChange: (group: Group) => void;
}

/** The five content groups of Điều 5, by Alt+1 … Alt+5 from anywhere, by arrows within. */
export function GroupPicker({ value, fault, onChange }: Props) {
  const t = useText();
  return (
    <fieldset className="groups" aria-invalid={fault ? true : undefined}>
      <legend className="field-head">
        <span>
          {t('ticket.group')}
          <span aria-hidden> *</span>
        </span>
        {fault && (
          <span className="fault" data-testid="field-fault">
            {fault}
          </span>
        )}
      </legend>
      <div className="groups-row">
        {GROUPS.map((group) => (
          <label
            key={group}
            className={value === group ? 'group group-on' : 'group'}
            title={t(`group.${group}`)}
            data-testid={`ticket-group-${group}`}
            data-on={value === group}
          >
            <input
              type="radio"
              name="ticket-group"
              id={group === 1 ? 'ticket-group' : undefined}
              checked={value === group}
              aria-keyshortcuts={`Alt+${group}`}
              onChange={() => onChange(group)}
            />
            <kbd aria-hidden>{group}</kbd>
            <span>{t(`group.short.${group}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
