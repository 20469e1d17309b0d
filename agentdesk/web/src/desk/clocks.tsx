import { useMaybeView } from './context';
import { useNow } from './hooks';
import { clock, elapsed, remaining } from './time';

interface Props {
  at: string | null | undefined;
}

/** Running time since a moment of the server's clock. */
export function Elapsed({ at }: Props) {
  const offset = useMaybeView()?.desk.offset ?? 0;
  return <span className="clock">{clock(elapsed(at, useNow(), offset))}</span>;
}

/** Time left until a moment of the server's clock. */
export function Remaining({ at }: Props) {
  const offset = useMaybeView()?.desk.offset ?? 0;
  return <span className="clock">{clock(remaining(at, useNow(), offset))}</span>;
}
