import { clock } from '../desk/time';
import { useText } from '../i18n';
import type { Mark } from './marks';
import { useEventWords } from './timeline';

interface Props {
  marks: readonly Mark[];
  ours: boolean;
  length: number;
  /** Where the sound is. */
  at: number;
  disabled: boolean;
  onGo: (to: number) => void;
}

/** What happened in the call: ticks under the waves, and a button each, that goes there. */
export function Marks({ marks, ours, length, at, disabled, onGo }: Props) {
  const t = useText();
  const say = useEventWords(ours);
  if (marks.length === 0) return null;
  const current = marks.findLastIndex((mark) => mark.at <= at + 0.05);
  return (
    <>
      <div className="player-ticks" aria-hidden>
        {marks.map((mark, index) => (
          <span key={index} className="player-tick" style={{ left: `${(100 * mark.at) / Math.max(length, 0.1)}%` }} />
        ))}
      </div>
      <ul className="player-marks" aria-label={t('player.marks')} data-testid="player-marks">
        {marks.map((mark, index) => {
          const { title, more } = say(mark.event);
          return (
            <li key={index}>
              <button type="button" className="player-mark" data-kind={mark.event.kind} data-menu={mark.menu || undefined} title={more} aria-current={index === current} disabled={disabled} onClick={() => onGo(mark.at)}>
                <span className="clock">{clock(mark.at * 1000)}</span> {mark.menu ? t('player.menu', { what: title }) : title}
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
