import { difference } from '../dialplan/changes';
import { useText } from '../i18n';
import './forms.css';

/** What one text has that another lacks, line by line. */
export function Difference({ before, after, testId }: { before: string; after: string; testId?: string }) {
  const t = useText();
  const lines = difference(before, after).filter((line) => line.text !== '');
  if (lines.length === 0) return <p className="soft">{t('forms.same')}</p>;
  return (
    <ul className="plain form-diff" data-testid={testId}>
      {lines.map((line, at) => (
        <li key={at} className={line.sign === '+' ? 'good' : 'gone'}>
          {line.sign} {line.text}
        </li>
      ))}
    </ul>
  );
}
