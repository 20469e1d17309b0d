import type { EmergencyAlert } from '../api/types';
import { timeOfDay } from '../desk/time';
import { useLabel, useText } from '../i18n';

/** How an emergency stands, in words. */
export function useEmergencyState(): (e: Pick<EmergencyAlert, 'state' | 'answered_at' | 'outcome'>) => string {
  const t = useText();
  const label = useLabel();
  return (e) => {
    if (e.state === 'answered') return t('emergencystate.answered', { time: e.answered_at ? timeOfDay(e.answered_at) : '' });
    if (e.state === 'unknown') return t('emergencystate.unknown');
    if (e.state === 'unanswered') return t('emergencystate.unanswered', { why: label('outcome', e.outcome) });
    return t('emergencystate.calling');
  };
}
