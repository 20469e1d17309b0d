import { useEffect, useRef, type ReactNode } from 'react';
import { KeptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import type { DraftInHand } from '../drafts/use-draft';
import { useText } from '../i18n';
import { Unsaved } from './unsaved';
import { toWrong } from './wrong';
import type { Faults } from './faults';
import './forms.css';

interface Props {
  testId: string;
  label: string;
  busy: boolean;
  dirty: boolean;
  /** How what is typed is kept. */
  hand: DraftInHand;
  /** It can be sent as it is. */
  ready?: boolean;
  faults: Faults;
  /** What is wrong where the form has no field. */
  more?: readonly string[];
  /** What was done, once it is. */
  done?: string;
  onDrop?: () => void;
  children?: ReactNode;
}

/** The foot of a form: it saves, says what became of it, and asks before changes are left. */
export function SaveBar({ testId, label, busy, dirty, hand, ready = true, faults, more = [], done = '', onDrop, children }: Props) {
  const t = useText();
  const said = faults.failed ? t('forms.failed') : faults.said;
  const refused = said !== '' || more.length > 0;
  const bar = useRef<HTMLDivElement>(null);
  const sent = useRef(false);
  // The button could not be pressed while it was sent, and the browser had taken the focus from it: whoever is refused is where it is wrong.
  useEffect(() => {
    const back = sent.current && !busy;
    sent.current = busy;
    if (!back || !refused || document.activeElement !== document.body) return;
    if (!toWrong(bar.current?.closest('form'))) bar.current?.querySelector<HTMLElement>('button:enabled')?.focus();
  }, [busy, refused]);
  return (
    <div ref={bar} className="form-bar">
      <OtherDraft draft={hand} />
      <p className="fault" role="alert" data-testid={`${testId}-trouble`}>
        {[said, ...more].filter(Boolean).join(' ')}
      </p>
      <button type="submit" className="form-button form-main" data-testid={testId} disabled={busy || !ready}>
        {label}
      </button>
      {children}
      {dirty && onDrop && (
        <button type="button" className="form-button" data-testid={`${testId}-drop`} onClick={onDrop}>
          {t('forms.drop')}
        </button>
      )}
      <span className="soft small" role="status" data-testid={`${testId}-done`}>
        {done || (dirty ? t('forms.unsaved') : '')}
      </span>
      {dirty && <KeptWhere draft={hand} />}
      <Unsaved dirty={dirty} />
    </div>
  );
}
