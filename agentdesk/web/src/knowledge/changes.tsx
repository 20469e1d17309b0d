import { difference } from '../dialplan/changes';
import { useText } from '../i18n';

/** What one text has that another lacks, line by line. */
export function Changes({ before, after }: { before: string; after: string }) {
  const t = useText();
  const lines = difference(before, after).filter((line) => line.text !== '');
  if (lines.length === 0) return <p className="soft">{t('article.same')}</p>;
  return (
    <ul className="plain kb-diff" data-testid="article-changes">
      {lines.map((line, at) => (
        <li key={at} className={line.sign === '+' ? 'good' : 'gone'}>
          {line.sign} {line.text}
        </li>
      ))}
    </ul>
  );
}
