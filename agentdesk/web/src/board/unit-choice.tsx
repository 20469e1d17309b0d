import { useUnits } from '../api/queries';
import { useText, type Key } from '../i18n';

interface ChoiceProps {
  testId: string;
  title: Key;
  /** '': all. */
  value: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

/** What a list of the board is narrowed by. */
export function BoardChoice({ testId, title, value, options, onChoose }: ChoiceProps) {
  const t = useText();
  return (
    <label className="board-choice">
      <span className="unseen">{t(title)}</span>
      <select data-testid={testId} value={value} onChange={(event) => onChoose(event.target.value)}>
        <option value="">
          {t(title)}: {t('ticketfilter.any')}
        </option>
        {options.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Which unit's: the list is as narrow as the Office wants it. */
export function UnitChoice({ unit, onUnit }: { unit: string; onUnit: (unit: string) => void }) {
  const units = (useUnits().data ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
  return <BoardChoice testId="board-unit" title="ticket.unit" value={unit} options={units.map(({ code, name }) => [code, name])} onChoose={onUnit} />;
}
