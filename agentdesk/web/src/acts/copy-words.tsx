import { useText } from '../i18n';

/** Takes what was typed elsewhere, where it cannot be sent from here. */
export function CopyWords({ words }: { words: string }) {
  const t = useText();
  return (
    <button type="button" className="act-button" data-testid="act-copy" onClick={() => void navigator.clipboard.writeText(words)}>
      {t('acts.copy')}
    </button>
  );
}
