import { Button } from 'antd';
import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useText } from '../i18n';

interface Props {
  title: string;
  hint: string;
  testid: string;
  className?: string;
  /** What takes the focus; without it the panel itself does. */
  first?: RefObject<HTMLElement | null>;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/** Something to choose from, over the columns: nothing beneath it moves. Closed, it gives the focus back to where the typing was. */
export function Panel({ title, hint, testid, className = '', first, onClose, onKeyDown, children }: Props) {
  const t = useText();
  const id = useId();
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    (first?.current ?? own.current)?.focus();
    return () => giveBack(before);
  }, [first]);
  return (
    // Esc leaves from anywhere within.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={own}
      className={`beside-panel ${className}`}
      role="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-hint`}
      tabIndex={-1}
      data-testid={testid}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        } else onKeyDown?.(event);
      }}
    >
      <div className="beside-panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <p id={`${id}-hint`} className="soft">
          {hint}
        </p>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('page.close')} data-testid={`${testid}-close`} onClick={onClose} />
      </div>
      {children}
    </div>
  );
}

/**
 * Gives the focus back with the next key, down or up: the stroke that closed the
 * panel must have no other effect, and the next one none elsewhere.
 */
function giveBack(to: HTMLElement | null): void {
  const give = () => {
    clearTimeout(timer);
    for (const type of ['keyup', 'keydown', 'pointerdown']) window.removeEventListener(type, give, { capture: true });
    if (to?.isConnected && (document.activeElement === null || document.activeElement === document.body)) to.focus();
  };
  const timer = setTimeout(give, 300);
  for (const type of ['keyup', 'keydown', 'pointerdown']) window.addEventListener(type, give, { capture: true });
}
