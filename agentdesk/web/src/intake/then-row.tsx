import { KEY_LABEL, type Then } from '../desk/keys';
import { useText, type Key } from '../i18n';
import './intake.css';

const WAYS: readonly (readonly [Then, Key])[] = [
  ['thenAssign', 'then.assign'],
  ['thenAsk', 'then.ask'],
  ['thenSlip', 'then.slip'],
  ['thenAnswer', 'then.answer'],
  ['thenDecline', 'then.decline'],
];

/** Ways to file the ticket and go on with it at once. */
export function ThenRow({ onThen }: { onThen: (then: Then) => void }) {
  const t = useText();
  return (
    <div className="ticket-then" role="group" aria-labelledby="ticket-then" data-testid="ticket-then">
      <span id="ticket-then" className="soft">
        {t('then.label')}
      </span>
      {WAYS.map(([then, label]) => (
        <button key={then} type="button" data-testid={`ticket-${then}`} onClick={() => onThen(then)}>
          {t(label)} <kbd>{KEY_LABEL[then]}</kbd>
        </button>
      ))}
    </div>
  );
}
