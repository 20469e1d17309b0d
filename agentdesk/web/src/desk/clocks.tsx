import { serverOffset } from '../api/client';
import { useMaybeView } from './context';
import { useNow } from './hooks';
import { clock, elapsed, remaining } from './time';

interface Props {
  at: string | null | undefined;
}

/** The desk measures it; beside the desk the answers' time of day has to do. */
function useOffset(): number {
  const view = useMaybeView();
  return view?.desk.everOpen ? view.desk.offset : serverOffset();
}

/** Running time since a moment of the server's clock. */
export function Elapsed({ at }: Props) {
  const offset = useOffset();
  return <Digits text={clock(elapsed(at, useNow(), offset))} />;
}

/** Time left until a moment of the server's clock. */
export function Remaining({ at }: Props) {
  const offset = useOffset();
  return <Digits text={clock(remaining(at, useNow(), offset))} />;
}

/** Be Vietnam Pro has no figures of equal width: each gets a cell, so that a running clock stands still. */
function Digits({ text }: { text: string }) {
  return (
    <span className="clock">
      {Array.from(text, (sign, index) => (
        <i key={index} className={sign === ':' ? 'colon' : 'digit'}>
          {sign}
        </i>
      ))}
    </span>
  );
}
