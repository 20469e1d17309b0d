import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';
import { KEY_LABEL } from '../desk/keys';
import { timeOfDay } from '../desk/time';
import { keptWhere } from '../drafts/kept-where';
import { OtherDraft } from '../drafts/other-draft';
import { useText, type Key } from '../i18n';
import { missing, type Place } from './form-model';
import type { DraftInHand } from './use-draft';

const PLACE_NAME: Partial<Record<Place, Key>> = {
  'sender.name': 'ticket.name',
  'sender.phone': 'ticket.phone',
  'sender.address': 'ticket.senderAddress',
  'sender.email': 'ticket.email',
};

/** Puts the cursor where a fault is. The ids follow the places: ticket-content, sender-phone. */
export function focusPlace(place: Place | undefined): void {
  if (!place) return;
  const id = place.startsWith('sender.') ? place.replace('.', '-') : `ticket-${place}`;
  document.getElementById(id)?.focus();
}

/** What the form's foot says, which depends on what is being written. */
export type FormWords = Readonly<Record<'submit' | 'submitting' | 'discard' | 'discardText' | 'failed' | 'faults', Key>>;

/** Of a call in hand. */
export const CALL_WORDS: FormWords = {
  submit: 'ticket.submit',
  submitting: 'ticket.submitting',
  discard: 'ticket.discard',
  discardText: 'ticket.discardText',
  failed: 'ticket.failed',
  faults: 'ticket.faults',
};

interface Props {
  hand: DraftInHand;
  words: FormWords;
  faults: number;
  rest: readonly string[];
  busy: boolean;
  onFile: () => void;
  onDiscard: () => void;
}

/** What is still missing, whether the draft is kept, and the two ways out of the form. */
export function FormFoot({ hand, words, faults, rest, busy, onFile, onDiscard }: Props) {
  const t = useText();
  const lacking = missing(hand.draft).map((place) => t(PLACE_NAME[place] ?? 'ticket.sender').toLocaleLowerCase());
  const trouble = [...(faults > 0 ? [t(words.faults, { n: faults })] : []), ...rest];
  const { refused } = hand.hand;
  return (
    <div className="ticket-foot">
      <div className="ticket-notes">
        <OtherDraft draft={hand.hand} />
        <div role="alert" className="fault" data-testid="ticket-trouble">
          {trouble.join(' ')}
        </div>
        {trouble.length === 0 &&
          (lacking.length > 0 ? (
            <span className="lacking" data-testid="ticket-missing" title={lacking.join(', ')}>
              <ExclamationCircleFilled aria-hidden /> {t('ticket.incomplete', { what: lacking.join(', ') })}
            </span>
          ) : (
            <span className="complete" data-testid="ticket-complete">
              <CheckCircleFilled aria-hidden /> {t('ticket.complete')}
            </span>
          ))}
        <span className="soft small" data-testid="draft-saved">
          {hand.unsaved ? <b className="fault">{t('banner.storage')}</b> : refused === 'large' || refused === 'full' ? <b className="fault">{t(keptWhere(hand.hand))}</b> : hand.savedAt > 0 ? t('ticket.saved', { time: timeOfDay(hand.savedAt) }) : '\u00a0'}
        </span>
      </div>
      <Popconfirm
        title={t('ticket.discardAsk')}
        description={t(words.discardText)}
        okText={t('ticket.discardYes')}
        cancelText={t('ticket.keep')}
        disabled={hand.savedAt === 0}
        onConfirm={onDiscard}
      >
        <Button data-testid="ticket-discard" type="text" onClick={hand.savedAt === 0 ? onDiscard : undefined}>
          {t(words.discard)}
        </Button>
      </Popconfirm>
      {/* No submit button: by Enter in a field, a habit of the hands, a ticket would be filed that is not yet written. */}
      <Button data-testid="ticket-submit" type="primary" size="large" onClick={onFile} aria-busy={busy} aria-keyshortcuts="Control+Enter">
        {busy ? t(words.submitting) : t(words.submit)} <kbd>{KEY_LABEL.file}</kbd>
      </Button>
    </div>
  );
}
