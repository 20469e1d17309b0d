// What the form of an incident holds, and how it becomes what the server takes.

import type { Incident, IncidentDraft } from '../api/types';

/** As package incident of the server has them. */
export const MAX_AREA = 200;
export const MAX_TEXT = 600;

export interface IncidentFormState {
  area: string;
  text: string;
  /** As LOCAL, in Hải Phòng; "": not known. */
  end: string;
}

/** How a time is kept in the form: without a zone, so that no browser's own has a part in it. */
export const LOCAL = 'YYYY-MM-DDTHH:mm';

const ZONE_MINUTES = 7 * 60;

/** A moment in Hải Phòng, wherever the browser is. */
export function localTime(at: Date): string {
  return new Date(at.getTime() + ZONE_MINUTES * 60_000).toISOString().slice(0, 16);
}

/** The moment of a time in Hải Phòng; undefined for what is none. */
export function moment(local: string): string | undefined {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) ? Date.parse(`${local}:00Z`) : NaN;
  return Number.isNaN(at) ? undefined : new Date(at - ZONE_MINUTES * 60_000).toISOString();
}

/** As people here write it. */
export function inWords(local: string): string {
  return local.replace(/^(\d{4})-(\d\d)-(\d\d)T/, '$3/$2/$1 ');
}

/** The full hour or half hour after so many hours. */
export function inHours(hours: number, now: Date): string {
  const half = 30 * 60_000;
  return localTime(new Date(Math.ceil((now.getTime() + hours * 3600_000) / half) * half));
}

export function formOf(incident?: Incident): IncidentFormState {
  if (!incident) return { area: '', text: '', end: '' };
  return { area: incident.area, text: incident.text, end: incident.expected_end ? localTime(new Date(incident.expected_end)) : '' };
}

export function draftOf(form: IncidentFormState): IncidentDraft {
  const end = moment(form.end);
  return { area: form.area.trim(), text: form.text.trim(), ...(end ? { expected_end: end } : {}) };
}
