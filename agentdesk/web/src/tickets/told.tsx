import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import type { Ticket } from '../api/types';
import { showNumber } from '../desk/number';
import { dateTime } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { RetryMessage } from '../messages/retry';
import { canRetry, stateKey } from '../messages/state';

type Told = NonNullable<Ticket['told']>[number];

/** What people outside were told of a ticket, whom and in which words: the newest in sight, those before it folded; what did not arrive is never folded. */
export function ToldOnes({ told }: { told: readonly Told[] }) {
  const t = useText();
  const newest = told.at(-1);
  const shown = told.filter((one) => one === newest || one.state === 'failed' || one.state === 'undelivered');
  const before = told.filter((one) => !shown.includes(one));
  return (
    <>
      {shown.toReversed().map((one) => (
        <One key={one.id} one={one} />
      ))}
      {before.length > 0 && (
        <details data-testid="ticket-told-before">
          <summary>{t('told.before', { n: before.length })}</summary>
          {before.toReversed().map((one) => (
            <One key={one.id} one={one} />
          ))}
        </details>
      )}
    </>
  );
}

function One({ one: m }: { one: Told }) {
  const t = useText();
  const label = useLabel();
  const { user } = useSession();
  return (
    <div data-testid="ticket-told" data-state={m.state}>
      <b>{t(m.to_sender ? 'told.sender' : 'told.staff')}</b> {label('toldby', m.channel)} {m.channel === 'sms' ? showNumber(m.to) : m.to}: {label('told', stateKey(m))} {dateTime(m.quiet && m.next_at ? m.next_at : m.at)} {m.retried && t('told.again')}
      {canRetry(m) && may(user, 'retry') && <RetryMessage id={m.id} doubtful={m.doubts > 0} refresh={['ticket']} />}
      {m.text !== '' && <div className="soft">{m.text}</div>}
    </div>
  );
}
