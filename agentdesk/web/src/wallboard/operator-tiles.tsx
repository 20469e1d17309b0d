import { LogoutOutlined, PauseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Operator } from '../api/types';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { Elapsed } from '../desk/clocks';
import { shownReason } from '../desk/pauses';
import { timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';
import { OrderDialog, PAUSE, SIGN_OUT } from '../supervision/order-dialog';
import { called, seated } from './order';

/** Everybody who could take calls: what they do, and since when. */
export function OperatorTiles({ operators }: { operators: readonly Operator[] }) {
  const t = useText();
  const { user } = useSession();
  const [leaving, setLeaving] = useState<Operator | null>(null);
  const [pausing, setPausing] = useState<Operator | null>(null);
  const { here, away } = seated(operators);
  const leads = may(user, 'lead');
  return (
    <section aria-labelledby="wall-operators">
      <h2 id="wall-operators">{t('wall.operators')}</h2>
      {here.every(({ supervises }) => supervises) && (
        <p className="wall-tile wall-state" data-testid="wall-nobody">
          {t('wall.nobodyHere')}
        </p>
      )}
      <ul className="plain wall-operators">
        {here.map((operator) => (
          <OperatorTile key={operator.username} operator={operator} onSignOut={leads && !operator.supervises ? setLeaving : undefined} onPause={leads && !operator.supervises ? setPausing : undefined} />
        ))}
      </ul>
      {away.length > 0 && (
        <p className="wall-away soft" data-testid="wall-away">
          {t('wall.away')}: {away.map(called).join(', ')}
        </p>
      )}
      {/* Beside the tiles, not in one: a tile goes when its operator does. */}
      <OrderDialog order={PAUSE} operator={pausing} onClose={() => setPausing(null)} />
      <OrderDialog order={SIGN_OUT} operator={leaving} onClose={() => setLeaving(null)} />
    </section>
  );
}

interface TileProps {
  operator: Operator;
  onSignOut: ((operator: Operator) => void) | undefined;
  onPause: ((operator: Operator) => void) | undefined;
}

function OperatorTile({ operator, onSignOut, onPause }: TileProps) {
  const t = useText();
  const detail = useDetail(operator);
  return (
    <li className={`wall-tile wall-operator wall-operator-${operator.status}`} data-testid={`wall-operator-${operator.username}`} data-status={operator.status} data-reason={operator.reason}>
      <b className="wall-name">
        {called(operator)} {operator.supervises && <span className="tag">{t('party.leader')}</span>}
      </b>
      <span className="wall-state">
        <i className="dot" aria-hidden /> {t(`wallstatus.${operator.status}`)}
      </span>
      {detail && <span className="wall-small">{detail}</span>}
      {operator.pause && (
        <span className="wall-small wall-ordered" data-testid={`wall-paused-${operator.username}`}>
          {t('pauseOf.by', { by: operator.pause.by, reason: shownReason(operator.pause.reason, t) })}
        </span>
      )}
      <div className="wall-operator-foot">
        {operator.since && (
          <span className="wall-since">
            <Elapsed at={operator.since} /> <span className="soft wall-small">{t('wall.since', { time: timeOfDay(operator.since, false) })}</span>
          </span>
        )}
        {onPause && (
          <Button
            icon={<PauseOutlined />}
            disabled={operator.pause !== undefined || operator.status === 'paused'}
            aria-label={t('pauseOf.of', { name: called(operator) })}
            data-testid={`wall-pause-${operator.username}`}
            onClick={() => onPause(operator)}
          >
            {t('pauseOf.button')}
          </Button>
        )}
        {onSignOut && (
          <Button
            icon={<LogoutOutlined />}
            disabled={operator.call !== ''} // the server refuses it too
            aria-label={t('wall.signOutOf', { name: called(operator) })}
            data-testid={`wall-sign-out-${operator.username}`}
            onClick={() => onSignOut(operator)}
          >
            {t('wall.signOut')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Why somebody takes no calls. */
function useDetail(operator: Operator): string {
  const t = useText();
  const label = useLabel();
  if (operator.status === 'paused') return shownReason(operator.reason, t);
  if (operator.status === 'unavailable') return label('wallmissed', operator.reason);
  return operator.media ? '' : t('wall.noMedia');
}
