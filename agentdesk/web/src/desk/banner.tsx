import { useEffect, useState } from 'react';
import { usePersonName } from '../api/queries';
import { useText, type Key } from '../i18n';
import { useRingAudible } from './alerts';
import { useOperatorDesk } from './context';
import { shownReason } from './pauses';
import { isLive, unrecorded, type DeskState } from './state';

const FAULTS: Readonly<Record<string, Key>> = {
  link_down: 'fault.link_down',
  not_now: 'fault.not_now',
  unknown_call: 'fault.unknown_call',
  no_media: 'fault.no_media',
  bad_message: 'fault.bad_message',
  unknown_type: 'fault.bad_message',
  too_many: 'fault.too_many',
  not_yours: 'fault.not_yours',
  internal: 'fault.internal',
  call_lost: 'fault.call_lost',
  back_busy: 'back.busy',
  back_no_answer: 'back.noAnswer',
  back_rejected: 'back.rejected',
  back_no_number: 'back.noNumber',
  back_network: 'back.network',
  back_fax: 'back.fax',
  out_busy: 'out.busy',
  out_no_answer: 'out.noAnswer',
  out_rejected: 'out.rejected',
  out_no_number: 'out.noNumber',
  out_network: 'out.network',
  out_fax: 'out.fax',
  own_number: 'fault.own_number',
  nobody_on_call: 'fault.nobody_on_call',
  denied: 'fault.denied',
  back_yielded: 'back.yielded',
  not_allowed: 'fault.not_allowed',
};

/** A refusal is about what was just done: after this many ms it would only be taken for something new. */
const ERROR_SHOWN = 12_000;

/** Which call's words are not recorded, and how to say it. */
function lostWords(desk: DeskState): { call: string; key: Key } | null {
  const key = unrecorded(desk);
  return key && { key, call: (desk.watched ?? desk.call)?.id ?? '' };
}

/** A shift leader by name, as far as it is known. */
export function useLeader(username: string | undefined): string {
  const t = useText();
  const nameOf = usePersonName();
  return username ? `${t('party.leader')} ${nameOf(username)}` : t('party.leader');
}

/**
 * One line beneath the call bar for what is wrong, the most important thing
 * first. It lies over the columns' upper edge: what is being typed does not move.
 */
export function Banner() {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const audible = useRingAudible();
  const { link, everOpen, error } = view.desk;
  const [seen, setSeen] = useState<string | null>(null);
  const [unheard, setUnheard] = useState<string | null>(null);
  const [left, setLeft] = useState<DeskState['supervised']>(null);
  const lost = lostWords(view.desk);
  const { supervised } = view.desk;
  const leader = useLeader(supervised?.by);
  useEffect(() => {
    if (!supervised) return;
    const timer = setTimeout(() => setLeft(supervised), ERROR_SHOWN);
    return () => clearTimeout(timer);
  }, [supervised]);
  useEffect(() => {
    if (!error) return;
    const timer = setTimeout(desk.clearError, ERROR_SHOWN);
    return () => clearTimeout(timer);
  }, [error, desk]);
  // What was refused in one call is not said over the form of the next.
  const live = isLive(view.desk.call) ? view.desk.call.id : '';
  useEffect(() => {
    if (live !== '') desk.clearError();
  }, [live, desk]);
  let text = '';
  let kind = 'warn';
  let close: (() => void) | null = null;
  if (link !== 'open' && everOpen) text = t('banner.reconnecting');
  else if (view.audio === 'denied' || view.audio === 'missing' || view.audio === 'busy' || view.audio === 'insecure') {
    text = t(`check.${view.audio}`);
    kind = 'bad';
  } else if (link === 'open' && view.audio === 'connecting') text = t('banner.audio');
  else if (error) {
    text = t(FAULTS[error.code] ?? 'fault.other');
    kind = error.code.startsWith('back_') || error.code.startsWith('out_') ? 'warn' : 'bad';
    close = desk.clearError;
  } else if (lost && unheard !== lost.call) {
    text = t(lost.key);
    kind = 'bad';
    close = () => setUnheard(lost.call);
  } else if (supervised && supervised !== left) {
    text = t(`supervised.${supervised.how}`, { who: leader });
    close = () => setLeft(supervised);
  } else if (view.desk.status?.pause && seen !== JSON.stringify(view.desk.status.pause)) {
    // Once it was read, the foot line goes on saying it.
    const { pause } = view.desk.status;
    text = t(isLive(view.desk.call) ? 'pauseOf.toldInCall' : 'pauseOf.told', { by: pause.by, reason: shownReason(pause.reason, t) });
    close = () => setSeen(JSON.stringify(pause));
  } else if (view.desk.status?.status === 'ready' && !audible) text = t('banner.sound');
  return (
    <div className="banner-line" role="status" data-testid="banner" data-banner={text ? kind : ''}>
      {text && (
        <div className={`banner banner-${kind}`}>
          <span>{text}</span>
          {view.audio === 'denied' || view.audio === 'missing' || view.audio === 'busy' ? (
            <button type="button" onClick={() => void desk.startAudio()}>
              {t('check.retry')}
            </button>
          ) : (
            close && (
              <button type="button" onClick={close}>
                {t('page.close')}
              </button>
            )
          )}
        </div>
      )}
    </div>
  );
}
