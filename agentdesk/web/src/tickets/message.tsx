import { DownloadOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { Suspense, useState } from 'react';
import { hearMessage } from '../api/listenings';
import { messageCopy } from '../api/recordings';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { lazyAnt } from '../shell/lazy-ant';
import { saysWhy, useWhy, withWhy } from '../shell/why';

const Player = lazyAnt(() => import('../calls/player'), (m) => m.default);

/** What the caller said; only that part of the call. To hear it is an operator's work: they say why only when they keep a copy. */
export function Message({ code, length }: { code: string; length: number }) {
  const t = useText();
  const { user } = useSession();
  const said = useWhy();
  const asked = may(user, 'why') || may(user, 'whyhear');
  return (
    <section className="panel" data-testid="ticket-message">
      <h2>{t('tickets.message')}</h2>
      {asked && said === '' ? (
        <p className="soft">{t('why.hear')}</p>
      ) : (
        <Suspense fallback={<div className="player-wait">{t('player.loading')}</div>}>
          <Player key={said} sound={{ id: code, duration_ms: length, hear: () => hearMessage(code), copy: asked ? withWhy(messageCopy(code), said) : null }} />
        </Suspense>
      )}
      {!asked && <Copy code={code} />}
    </section>
  );
}

function Copy({ code }: { code: string }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const said = saysWhy(typed) ? typed.trim() : '';
  return (
    <div className="filters">
      <Input className="filter-wide" data-testid="message-why" aria-label={t('why.copy')} placeholder={t('why.copy')} maxLength={500} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Button icon={<DownloadOutlined />} data-testid="message-download" disabled={said === ''} {...(said && { href: withWhy(messageCopy(code), said) })}>
        {t('player.download')}
      </Button>
    </div>
  );
}
