import { Link } from 'react-router';
import type { Incident } from '../api/types';
import { shortDateTime } from '../desk/time';
import { useText } from '../i18n';

/** How many citizens wait to be called back. */
export function CallbacksTile({ waiting }: { waiting: number }) {
  const t = useText();
  return (
    <section aria-labelledby="wall-callbacks">
      <h2 id="wall-callbacks">{t('wall.callbacks')}</h2>
      <Link className="wall-tile wall-link" to="/callbacks" aria-label={`${t('wall.callbacks')}: ${waiting}`} data-testid="wall-callbacks" data-waiting={waiting}>
        <b className="wall-number">{waiting}</b>
      </Link>
    </section>
  );
}

/** What callers hear first, if anything is announced. */
export function IncidentTile({ incident }: { incident: Incident | undefined }) {
  const t = useText();
  return (
    <section aria-labelledby="wall-incident">
      <h2 id="wall-incident">{t('wall.incident')}</h2>
      <Link className={incident ? 'wall-tile wall-link wall-incident' : 'wall-tile wall-link'} to="/incidents" data-testid="wall-incident" data-open={incident !== undefined}>
        {incident ? (
          <>
            <b className="wall-name">{incident.area}</b>
            <span className="wall-words">{incident.text}</span>
            <span className="wall-small">{t('wall.incidentSince', { time: shortDateTime(incident.opened_at), n: incident.joined })}</span>
            {incident.voice.state === 'failed' && <b className="wall-small wall-unheard">{t('wall.incidentUnheard')}</b>}
          </>
        ) : (
          <span className="wall-state soft">{t('wall.noIncident')}</span>
        )}
      </Link>
    </section>
  );
}
