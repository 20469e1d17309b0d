import { useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../i18n';
import { copied } from '../shell/clipboard';

/** Takes what was typed elsewhere, where it cannot be sent from here. */
export function CopyWords({ words }: { words: string }) {
  const t = useText();
  const [became, setBecame] = useState<'copied' | 'shown' | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  // Drawn and chosen at once: whoever copies the moment that it is there gets all of it.
  useLayoutEffect(() => {
    if (became === 'shown') box.current?.select();
  }, [became]);
  const copy = async () => {
    setBecame((await copied(words)) ? 'copied' : 'shown');
    box.current?.select();
  };
  return (
    <>
      <button type="button" className="act-button" data-testid="act-copy" onClick={() => void copy()}>
        {t('acts.copy')}
      </button>
      <span role="status" className="soft small" data-testid="act-copied" data-became={became ?? ''}>
        {became && t(became === 'copied' ? 'acts.copied' : 'acts.selected')}
      </span>
      {became === 'shown' && <textarea ref={box} className="act-input" rows={4} readOnly data-testid="act-words" aria-label={t('acts.typed')} value={words} />}
    </>
  );
}
