import { dateTime } from '../desk/time';
import { useText } from '../i18n';
import type { DraftInHand } from './use-draft';
import './drafts.css';

/** Offers what another machine or tab has; both are there until one is chosen. */
export function OtherDraft({ draft: { other, take, keepMine } }: { draft: DraftInHand }) {
  const t = useText();
  if (!other) return null;
  const words = Object.values(other.fields).reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  return (
    <div className="notice other-draft" role="status" data-testid="other-draft">
      <p>{t('drafts.other', { time: dateTime(other.at) })}</p>
      <blockquote className="running">{words.slice(0, 300)}</blockquote>
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
