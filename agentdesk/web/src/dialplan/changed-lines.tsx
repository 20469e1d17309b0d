import { difference } from './changes';

/** What one text has that another lacks, line by line. */
export function ChangedLines({ before, after, testId }: { before: string; after: string; testId: string }) {
  return (
    <ul className="plain dialplan-changes" data-testid={testId}>
      {difference(before, after).map((line, at) => (
        <li key={at} className={line.sign === '+' ? 'good' : 'gone'}>
          <code>
            {line.sign} {line.text}
          </code>
        </li>
      ))}
    </ul>
  );
}
