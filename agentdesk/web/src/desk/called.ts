import { useOfficers, useServices, useUnits } from '../api/queries';
import type { EmergencyService } from '../api/types';
import { useLanguage, type Language } from '../i18n';
import { plainNumber, showNumber } from './number';
import type { Call, Officer } from './protocol';

/** What a service is called in the language in use, without its number. */
export function ownName({ name, name_en }: Pick<EmergencyService, 'name' | 'name_en'>, lang: Language): string {
  return lang === 'en' && name_en ? name_en : name;
}

/** 113 Công an; of a duty list its name alone. */
export function serviceName(service: Omit<EmergencyService, 'numbers'>, lang: Language): string {
  const name = ownName(service, lang);
  return service.kind === 'number' ? `${service.id} ${name}` : name;
}

/** The name of the service with an ID; otherwise what is said when callers meet none of that ID any more. */
export function useServiceName(): (id: string, otherwise: string) => string {
  const services = useServices().data ?? [];
  const lang = useLanguage();
  return (id, otherwise) => {
    const service = services.find((one) => one.id === id);
    return service ? serviceName(service, lang) : otherwise;
  };
}

/** Whose telephone is called, or was: by the directory; by its number where that does not know it. */
export function useCalled(officer: Officer | undefined): string {
  const officers = useOfficers().data ?? [];
  const units = useUnits().data ?? [];
  const services = useServices().data ?? [];
  const lang = useLanguage();
  if (!officer) return '';
  const { number = '', unit = '' } = officer;
  const service = services.find((one) => one.id === unit);
  if (officer.urgent || service) return service ? serviceName(service, lang) : unit;
  const person = officers.find((one) => number !== '' && one.phone === number);
  const name = person?.name ?? units.find((one) => one.code === unit)?.name;
  return name ?? (showNumber(number) || unit);
}

/** Whom an operator has called, by the directory: an officer, an office; "" for a citizen, and where the citizen called. */
export function useCallee(call: Pick<Call, 'placed' | 'from'> | null): string {
  const officers = useOfficers().data ?? [];
  const units = useUnits().data ?? [];
  if (!call?.placed) return '';
  const number = plainNumber(call.from);
  if (number === '') return '';
  const person = officers.find((one) => one.phone === number);
  return person?.name ?? units.find((one) => one.phone === number)?.name ?? '';
}
