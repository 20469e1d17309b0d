import { useText } from '../i18n';
import { sortFrom } from './sort';
import { useAddress, useTyped } from './use-address';

/** What a short list is asked for, as the page's address has it: words that stand in it, and an order. */
export function useSought<S extends string>(sorts: readonly S[]) {
  const [address, ask] = useAddress();
  const sort = sortFrom(sorts, address.get('sort'));
  const q = address.get('q') ?? '';
  return { q, sort, ask, asked: { ...(q && { q }), ...(sort && { sort }) } };
}

interface Props {
  testId: string;
  /** What is looked for, where that is more than the list. */
  label?: string;
  /** The list that is narrowed. */
  of: { q: string; ask: (name: string, value: string) => void };
  /** How many there are. */
  found?: string | false;
}

/** Words by which a short list is narrowed, as they are typed; the server finds them with accents or without. */
export function Search({ testId, label, of: { q, ask }, found }: Props) {
  const t = useText();
  const said = label ?? t('lists.search');
  const [typed, type] = useTyped(q, (words) => ask('q', words));
  return (
    <div className="list-search" role="search">
      <input type="search" data-testid={testId} aria-label={said} placeholder={said} maxLength={100} value={typed} onChange={(event) => type(event.target.value)} />
      {found !== undefined && (
        <span className="soft list-found" role="status">
          {found}
        </span>
      )}
    </div>
  );
}
