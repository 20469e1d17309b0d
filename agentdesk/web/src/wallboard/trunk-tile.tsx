import type { Trunk } from '../api/types';
import { timeOfDay } from '../desk/time';
import { useText } from '../i18n';

export function TrunkTile({ trunk }: { trunk: Trunk }) {
  const t = useText();
  return (
    <li className={`wall-tile wall-trunk wall-trunk-${trunk.state}`} data-testid={`wall-trunk-${trunk.name}`} data-state={trunk.state} data-calls={trunk.calls}>
      <b className="wall-name">{trunk.name}</b>
      <span className="wall-state">
        <i className="dot" aria-hidden /> {t(`walltrunk.${trunk.state}`)}{' '}
        <span className="soft wall-small">{t('wall.since', { time: timeOfDay(trunk.since, false) })}</span>
      </span>
      {trunk.reason && <span className="soft wall-small">{t(`trunkreason.${trunk.reason}`)}</span>}
      <span className="wall-calls">{trunk.limit > 0 ? t('wall.callsOf', { n: trunk.calls, most: trunk.limit }) : t('wall.calls', { n: trunk.calls })}</span>
    </li>
  );
}
