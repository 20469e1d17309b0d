import { Suspense } from 'react';
import { hearMessage } from '../api/listenings';
import { messageCopy } from '../api/recordings';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { lazyAnt } from '../shell/lazy-ant';
import { useWhy, withWhy } from '../shell/why';

const Player = lazyAnt(() => import('../calls/player'), (m) => m.default);

/** What the caller said; only that part of the call. */
export function Message({ code, length }: { code: string; length: number }) {
  const t = useText();
  const { user } = useSession();
  const said = useWhy();
  return (
    <section className="panel" data-testid="ticket-message">
      <h2>{t('tickets.message')}</h2>
      {may(user, 'why') && said === '' ? (
        <p className="soft">{t('why.hear')}</p>
      ) : (
        <Suspense fallback={<div className="player-wait">{t('player.loading')}</div>}>
          <Player key={said} sound={{ id: code, duration_ms: length, hear: () => hearMessage(code), copy: withWhy(messageCopy(code), said) }} />
        </Suspense>
      )}
    </section>
  );
}
