import { useId } from 'react';

interface Props {
  testId: string;
  className: string;
  label: string;
  /** A telephone takes pictures at once. */
  camera?: boolean;
  onChoose: (files: File[]) => void;
}

/** A button that lets files be chosen; the same ones may be chosen again. */
export function ChooseFiles({ testId, className, label, camera = false, onChoose }: Props) {
  const id = useId();
  return (
    <>
      <label className={className} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="unseen"
        type="file"
        {...(camera && { accept: 'image/*', capture: 'environment' as const })}
        multiple
        data-testid={testId}
        onChange={(event) => {
          onChoose([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
