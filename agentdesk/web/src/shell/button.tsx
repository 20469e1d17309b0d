import type { ComponentProps, ReactNode } from 'react';
import './button.css';

interface Props extends ComponentProps<'button'> {
  /** Without a border, as in the bar. */
  bare?: boolean;
  icon?: ReactNode;
  /** What it began goes on: it takes no second press. */
  busy?: boolean;
}

/** A button that looks as Ant Design's, for pages that have nothing else of it to load. */
export function PlainButton({ bare = false, icon, busy = false, className, children, ...rest }: Props) {
  return (
    <button type="button" className={['btn', bare && 'btn-bare', className].filter(Boolean).join(' ')} disabled={busy} aria-busy={busy || undefined} {...rest}>
      {icon}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}
