import type { ReactNode } from 'react';
import './forms.css';

interface Props {
  /** Of the control, which takes its attributes from described(). */
  id: string;
  label: string;
  hint?: string;
  fault?: string | undefined;
  required?: boolean;
  children: ReactNode;
}

/** A control with its label above it; what is wrong with it stands beside it, and is said with it. */
export function Field({ id, label, hint, fault, required = false, children }: Props) {
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {label}
        {required && <span aria-hidden> *</span>}
      </label>
      {children}
      {hint && (
        <span className="form-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span className="fault" id={`${id}-fault`} data-testid={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

/** The attributes that tie a control to what Field says of it. */
export function described(id: string, fault?: string, hint?: string) {
  const of = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return { id, 'data-testid': id, 'aria-invalid': fault !== undefined && fault !== '', ...(of ? { 'aria-describedby': of } : {}) };
}
