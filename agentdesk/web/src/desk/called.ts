import { useOfficers, useServices, useUnits } from '../api/queries';
import type { EmergencyService } from '../api/types';
import { showNumber } from './number';
import type { Officer } from './protocol';

/** 113 Công an; of a duty list its name alone. */
export function serviceName(service: Pick<EmergencyService, 'id' | 'kind' | 'name'>): string {
  return service.kind === 'number' ? `${service.id} ${service.name}` : service.name;
}

/** Whose telephone is called, or was: by the directory; by its number where that does not know it. */
export function useCalled(officer: Officer | undefined): string {
  const officers = useOfficers().data ?? [];
  const units = useUnits().data ?? [];
  const services = useServices().data ?? [];
  if (!officer) return '';
  const { number = '', unit = '' } = officer;
  const service = services.find((one) => one.id === unit);
  if (officer.urgent || service) return service ? serviceName(service) : unit;
  const person = officers.find((one) => number !== '' && one.phone === number);
  const name = person?.name ?? units.find((one) => one.code === unit)?.name;
  return name ?? (showNumber(number) || unit);
}
