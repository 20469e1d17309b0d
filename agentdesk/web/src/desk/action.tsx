import { Button } from 'antd';
import type { ReactNode } from 'react';

interface ActionProps {
  testid: string;
  icon?: ReactNode;
  label: string;
  hint: string;
  /** What it does, where the label is too short to say it. */
  help?: string;
  onClick: () => void;
  className?: string;
  disabled?: boolean;
  pressed?: boolean | undefined;
  expanded?: boolean | undefined;
  busy?: boolean;
}

/** A button of the call's, with its key. */
export function Action({ testid, icon, label, hint, help, onClick, className = '', disabled = false, pressed, expanded, busy = false }: ActionProps) {
  return (
    <Button
      data-testid={testid}
      className={`bar-button ${className}`}
      icon={icon}
      title={help}
      disabled={disabled}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-busy={busy}
      aria-keyshortcuts={hint.replace('Ctrl', 'Control')}
      onClick={onClick}
    >
      <span>{label}</span> <kbd>{hint}</kbd>
    </Button>
  );
}

/** The place of a button that comes and goes: the others stay where they are. */
export function Slot({ when, children }: { when: boolean; children: ReactNode }) {
  return <span className="slot">{when && children}</span>;
}
