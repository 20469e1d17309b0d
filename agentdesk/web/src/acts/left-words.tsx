import { useText } from '../i18n';
import { CopyWords } from './copy-words';
import './acts.css';

/** Words that cannot be sent from here any more: to be copied, or dropped. */
export function LeftWords({ words, testId, onDrop }: { words: string; testId: string; onDrop: () => void }) {
  const t = useText();
  return (
    <>
      <p className="running">{words}</p>
      <div className="act-actions">
        <CopyWords words={words} />
        <button type="button" className="act-button" data-testid={testId} onClick={onDrop}>
          {t('acts.discard')}
        </button>
      </div>
    </>
  );
}
