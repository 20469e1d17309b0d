import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import type { DraftInHand } from './use-draft';
import { wordsIn } from './words';
import './drafts.css';

/** Offers what another machine or tab has; both are there until one is chosen. */
export function OtherDraft({ draft: { other, take, keepMine } }: { draft: Pick<DraftInHand, 'other' | 'take' | 'keepMine'> }) {
  const t = useText();
  if (!other) return null;
  return (
    <div className="notice other-draft" role="status" data-testid="other-draft">
      <p>{t('drafts.other', { time: dateTime(other.at) })}</p>
      <blockquote className="running">{wordsIn(other.fields).slice(0, 300)}</blockquote>
      <div className="other-draft-ways">
        <button type="button" data-testid="other-draft-take" onClick={take}>
          {t('drafts.take')}
        </button>
        <button type="button" data-testid="other-draft-keep" onClick={keepMine}>
          {t('drafts.keep')}
        </button>
      </div>
    </div>
  );
}
