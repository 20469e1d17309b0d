import { useText, type Key } from '../i18n';
import type { DraftInHand } from './use-draft';

/** Where what is typed is kept, as a text to be shown; with what is wrong with that. */
export function keptWhere({ unkept, refused }: Pick<DraftInHand, 'unkept' | 'refused'>): Key {
  if (unkept) return refused === '' ? 'drafts.serverOnly' : 'drafts.nowhere';
  return refused === '' ? 'drafts.kept' : `drafts.${refused}`;
}

/** Says it beside a form. */
export function KeptWhere({ draft }: { draft: Pick<DraftInHand, 'unkept' | 'refused'> }) {
  const t = useText();
  const bad = draft.unkept || draft.refused === 'large' || draft.refused === 'full';
  return (
    <span className={bad ? 'fault' : 'soft small'} role="status" data-testid="draft-kept" data-kept={keptWhere(draft)}>
      {t(keptWhere(draft))}
    </span>
  );
}
