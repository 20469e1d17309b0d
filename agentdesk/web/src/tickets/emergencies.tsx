import type { Emergency } from '../api/types';
import { useServiceName } from '../desk/called';
import { timeOfDay } from '../desk/time';
import { useText } from '../i18n';
import { useEmergencyState } from '../shell/emergency-state';

/** Which emergency service was called in the ticket's calls, when, and whether it answered (Điều 9.1). */
export function Emergencies({ emergencies }: { emergencies: readonly Emergency[] }) {
  const t = useText();
  const state = useEmergencyState();
  const serviceOf = useServiceName();
  if (emergencies.length === 0) return null;
  return (
    <section className="panel" data-testid="ticket-emergencies">
      <h2>{t('emergency.ofTicket')}</h2>
      <ul className="plain timeline">
        {emergencies.map((e) => {
          const time = timeOfDay(e.asked_at);
          return (
            <li key={e.id} data-state={e.state} data-service={e.service}>
              <span className="clock">{time}</span>
              <span>
                <b>{serviceOf(e.service, e.service_name)}</b>: {state(e)}{' '}
                <span className="soft">
                  {e.operator ? t('alert.by', { operator: e.operator_name || e.operator, time }) : t('alert.byKey', { time })}
                  {' · '}
                  {e.acknowledged_at
                    ? t('emergency.seenBy', { name: e.acknowledged_name || e.acknowledged_by, time: timeOfDay(e.acknowledged_at) })
                    : t('emergency.unseen')}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
