import { useUnits } from '../api/queries';
import { useText } from '../i18n';

interface Props {
  /** '': everybody's. */
  unit: string;
  onUnit: (unit: string) => void;
}

/** Which unit's: the list is as narrow as the Office wants it. */
export function UnitChoice({ unit, onUnit }: Props) {
  const t = useText();
  const units = useUnits().data ?? [];
  return (
    <label className="board-unit">
      <span className="unseen">{t('ticket.unit')}</span>
      <select data-testid="board-unit" value={unit} onChange={(event) => onUnit(event.target.value)}>
        <option value="">{t('ticket.unit')}: {t('ticketfilter.any')}</option>
        {units.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
