import { useText } from '../i18n';
import { Difference } from './difference';

interface Props {
  /** Both as text, to be laid beside each other. */
  mine: string;
  theirs: string;
  /** Goes on with what was typed, on top of theirs. */
  onMine: () => void;
  /** Drops it. */
  onTheirs: () => void;
}

/** Somebody saved while a form was open: what theirs has, what one's own would change, and the choice between them. */
export function ConflictPanel({ mine, theirs, onMine, onTheirs }: Props) {
  const t = useText();
  return (
    <section className="form-conflict" role="alert" data-testid="conflict" aria-label={t('forms.conflict')}>
      <h2>{t('forms.conflict')}</h2>
      <p>{t('forms.conflictText')}</p>
      <Difference before={theirs} after={mine} />
      <div className="form-bar">
        <button type="button" className="form-button form-main" data-testid="conflict-mine" onClick={onMine}>
          {t('forms.mine')}
        </button>
        <button type="button" className="form-button" data-testid="conflict-theirs" onClick={onTheirs}>
          {t('forms.theirs')}
        </button>
      </div>
    </section>
  );
}
