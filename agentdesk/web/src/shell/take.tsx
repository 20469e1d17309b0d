import { Button, type ButtonProps } from 'antd';
import { useState } from 'react';
import { useText } from '../i18n';
import { takeFile, whyNotTaken } from '../lists/file';

interface Props extends Pick<ButtonProps, 'icon' | 'children'> {
  href: string;
  /** Its name where the server gives none. */
  name: string;
  testId: string;
  onTaken?: (() => void) | undefined;
}

/** Takes a sound, or all of a call, away as a file. What the server refuses is told here: as the answer to a link it took the page's place, and what plays there. */
export function Take({ href, name, testId, onTaken, icon, children }: Props) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const take = async () => {
    setBusy(true);
    setFault('');
    try {
      await takeFile(href, name);
      onTaken?.();
    } catch (error) {
      setFault(whyNotTaken(error, t));
    }
    setBusy(false);
  };
  return (
    <>
      {fault && (
        <span className="fault" role="alert" data-testid={`${testId}-fault`}>
          {fault}
        </span>
      )}
      <Button
        icon={icon}
        data-testid={testId}
        href={href}
        loading={busy}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab is the browser's
          event.preventDefault();
          if (!busy) void take();
        }}
      >
        {children}
      </Button>
    </>
  );
}
