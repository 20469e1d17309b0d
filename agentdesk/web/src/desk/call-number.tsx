import PhoneOutlined from '@ant-design/icons-svg/es/asn/PhoneOutlined';
import { useText } from '../i18n';
import { PlainButton } from '../shell/button';
import { Icon } from '../shell/icon';
import { useDesk, useMaybeView } from './context';
import { plainNumber, showNumber } from './number';
import { isLive } from './state';

interface Props {
  number: string;
  /** The ticket that it concerns. */
  ticket?: string;
}

/** A number, and beside it, for who takes calls, the button that calls it. Why it cannot be called now stands on the button. */
export function CallNumber({ number, ticket = '' }: Props) {
  const t = useText();
  const desk = useDesk();
  const view = useMaybeView();
  const digits = plainNumber(number);
  const shown = <span className="clock">{showNumber(number)}</span>;
  if (!desk?.takesCalls || !view || digits === '') return shown;
  const busy = isLive(view.desk.call);
  const out = !view.shift.on || view.desk.link !== 'open' || view.audio !== 'up';
  const why = busy ? t('place.busy') : out ? t('place.out') : t('place.hint');
  return (
    <span className="call-number">
      {shown}
      <PlainButton
        className="btn-small"
        icon={<Icon of={PhoneOutlined} />}
        disabled={busy || out || view.busy.has('place')}
        title={why}
        aria-label={t('place.call', { number: showNumber(number) })}
        data-testid={`place-${digits}`}
        onClick={() => desk.place(digits, ticket)}
      >
        {t('place.button')}
      </PlainButton>
    </span>
  );
}
