import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { ApiError } from '../api/client';
import { readTranscript } from '../api/listenings';
import { clock } from '../desk/time';
import { useText } from '../i18n';

interface Props {
  recording: string;
  /** As the player names its lanes. */
  lanes: readonly [string, string];
  /** Where the player is, in seconds. */
  at: number;
  onGo: (second: number) => void;
}

/** What was said, line by line, once somebody asks for it: that is noted as a listening is. */
export function Words({ recording, lanes, at, onGo }: Props) {
  const t = useText();
  const words = useMutation({ mutationFn: () => readTranscript(recording) });
  const now = at * 1000;
  return (
    <section className="words" aria-label={t('words.title')}>
      {!words.data && (
        <Button size="small" data-testid="words-read" loading={words.isPending} onClick={() => words.mutate()}>
          {t('words.read')}
        </Button>
      )}
      <span className="soft small"> {t('words.hint')}</span>
      {words.error && (
        <span className="fault" role="alert">
          {words.error instanceof ApiError && !words.error.offline ? words.error.message : t('page.error')}
        </span>
      )}
      {words.data && (
        <ol className="words-lines" data-testid="words-lines">
          {words.data.lines.map((line) => (
            <li key={`${line.lane}-${line.from_ms}`} aria-current={now > 0 && now >= line.from_ms && now < line.to_ms}>
              <button type="button" onClick={() => onGo(line.from_ms / 1000)}>
                <span className="clock">{clock(line.from_ms)}</span> <b className={line.lane === 0 ? 'lane-citizen' : 'lane-staff'}>{lanes[line.lane]}</b> {line.text}
              </button>
            </li>
          ))}
          {words.data.lines.length === 0 && <li className="soft">{t('words.none')}</li>}
        </ol>
      )}
    </section>
  );
}
