import { useText } from '../i18n';

/** Leaves a form, with nothing done. */
export function Cancel({ testId, onClick }: { testId?: string; onClick: () => void }) {
  const t = useText();
  return (
    <button type="button" className="form-button" data-testid={testId} onClick={onClick}>
      {t('directory.cancel')}
    </button>
  );
}
