import type { ReactNode } from 'react';

interface Props {
  label: string;
  htmlFor: string;
  fault?: string | undefined;
  required?: boolean;
  /** Stands at the right end of the label's line while there is no fault. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A field with its label; the fault stands in the label's own line, so that nothing moves when it appears. */
export function Labelled({ label, htmlFor, fault, required = false, aside, className = '', children }: Props) {
  return (
    <div className={`field ${className}`}>
      <div className="field-head">
        <label htmlFor={htmlFor}>
          {label}
          {required && <span aria-hidden> *</span>}
        </label>
        {fault ? (
          <span className="fault" id={`${htmlFor}-fault`} data-testid="field-fault">
            {fault}
          </span>
        ) : (
          aside
        )}
      </div>
      {children}
    </div>
  );
}

/** The attributes that tie a control to its fault. */
export function faultAttributes(id: string, fault: string | undefined) {
  return fault ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault`, status: 'error' as const } : {};
}
