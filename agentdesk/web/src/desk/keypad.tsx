import { Button, Popover } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../i18n';
import { useKeys } from './hooks';
import { KEY_LABEL } from './keys';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

interface Props {
  disabled: boolean;
  onDigit: (digit: string) => void;
}

/**
 * The keys of a telephone. Digits typed go out only while the keypad itself has
 * the focus; closing it gives the focus back to where the typing was.
 */
export function Keypad({ disabled, onDigit }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState('');
  const pad = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const shown = open && !disabled;

  const toggle = () => {
    if (disabled) return;
    if (!open) {
      before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      setSent('');
    } else {
      before.current?.focus();
    }
    setOpen(!open);
  };
  useKeys({ keypad: toggle });
  useEffect(() => {
    if (!shown) return;
    // The popover is in the page only after its own layout.
    const frame = requestAnimationFrame(() => pad.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [shown]);

  const press = (digit: string) => {
    setSent((digits) => (digits + digit).slice(-16));
    onDigit(digit);
  };
  const content = (
    // The pad is one control that takes digits, like a text field; its buttons work by themselves too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={pad}
      className="keypad"
      role="group"
      aria-label={t('keypad.title')}
      tabIndex={-1}
      data-testid="keypad"
      onKeyDown={(event) => {
        if (event.key === 'Escape') toggle();
        else if (DIGITS.includes(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          press(event.key);
        }
      }}
    >
      <output className="keypad-sent" aria-label={t('keypad.sent')}>
        {sent}
      </output>
      {DIGITS.map((digit) => (
        <Button key={digit} aria-label={t('keypad.digit', { digit })} data-testid={`keypad-${digit}`} onClick={() => press(digit)}>
          {digit}
        </Button>
      ))}
    </div>
  );
  return (
    <Popover open={shown} content={content} trigger={[]} placement="bottomRight" title={t('keypad.title')}>
      <Button
        className="bar-button"
        data-testid="keypad-button"
        disabled={disabled}
        aria-expanded={shown}
        aria-keyshortcuts={KEY_LABEL.keypad}
        onClick={toggle}
      >
        {t('bar.keypad')} <kbd>{KEY_LABEL.keypad}</kbd>
      </Button>
    </Popover>
  );
}
