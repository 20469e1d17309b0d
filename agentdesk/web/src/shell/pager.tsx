import { Button } from 'antd';
import { useText } from '../i18n';

interface Props {
  testId?: string;
  /** Where the list stands; empty: at its beginning. */
  cursor: string;
  /** Where it goes on; empty: nowhere. */
  next: string;
  onGo: (cursor: string) => void;
}

/** The ways on and back of a list that comes page by page. */
export function Pager({ testId, cursor, next, onGo }: Props) {
  const t = useText();
  return (
    <div className="pager">
      {cursor !== '' && <Button onClick={() => onGo('')}>{t('calls.firstPage')}</Button>}
      {next !== '' && (
        <Button data-testid={testId} onClick={() => onGo(next)}>
          {t('calls.nextPage')}
        </Button>
      )}
    </div>
  );
}
