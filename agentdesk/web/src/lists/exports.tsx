import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../i18n';
import { fetchFile, whyNotTaken, type FileFormat, type ListQuery } from './file';

interface Props {
  /** The list's address below /api/v1, without "/export". */
  path: string;
  /** What the list is asked for, as it is asked for; a function where that depends on when. */
  query: ListQuery | (() => ListQuery);
}

const FORMATS: readonly FileFormat[] = ['xlsx', 'csv'];

/** Takes the list out as a file, with the filters that it has. */
export function Exports({ path, query }: Props) {
  const t = useText();
  const [busy, setBusy] = useState<FileFormat | null>(null);
  const [fault, setFault] = useState('');
  const take = async (format: FileFormat) => {
    setBusy(format);
    setFault('');
    try {
      await fetchFile(path, typeof query === 'function' ? query() : query, format);
    } catch (error) {
      setFault(whyNotTaken(error, t));
    }
    setBusy(null);
  };
  return (
    <div className="list-exports" role="group" aria-label={t('lists.export')}>
      {fault && (
        <span className="fault" role="alert" data-testid="export-fault">
          {fault}
        </span>
      )}
      {FORMATS.map((format) => (
        <Button key={format} data-testid={`export-${format}`} loading={busy === format} disabled={busy !== null && busy !== format} onClick={() => void take(format)}>
          {t(`lists.${format}`)}
        </Button>
      ))}
    </div>
  );
}
