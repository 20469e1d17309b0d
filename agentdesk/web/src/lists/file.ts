import { ApiError, asWhom, tellUnauthorised } from '../api/client';
import type { Problem } from '../api/types';
import { currentLanguage, type Translate } from '../i18n';
import { why } from '../shell/why';

export type FileFormat = 'xlsx' | 'csv';

const TYPES: Readonly<Record<FileFormat, string>> = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' };

/** What a list is asked for; several values of a name are one, as the API reads them. */
export type ListQuery = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What a list's file is asked for by: neither its pages nor what is empty. */
export function fileAddress(path: string, query: ListQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries<ListQuery[string]>({ ...query, ...why() })) {
    if (name !== 'limit' && name !== 'cursor' && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}/export${text && `?${text}`}`;
}

/** Asks for a list's file and gives it to the browser to keep. Rejects with ApiError. */
export function fetchFile(path: string, query: ListQuery, format: FileFormat): Promise<void> {
  return takeFile(fileAddress(path, query), `${path.slice(1)}.${format}`, { Accept: TYPES[format] });
}

const BROKEN_OFF = 'broken_off';

/** Why a file could not be taken. */
export function whyNotTaken(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t('page.errorOffline');
  if (error.code === BROKEN_OFF) return t('lists.brokenOff');
  return error.offline ? t('page.errorOffline') : error.message;
}

/** Asks for a file, and gives it to the browser to keep once it is there whole; name: where the server gives none. Rejects with ApiError. */
export async function takeFile(address: string, name: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { ...headers, 'Accept-Language': currentLanguage(), ...asWhom() }, credentials: 'same-origin' });
  } catch {
    throw new ApiError(0);
  }
  if (response.status === 401) tellUnauthorised();
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => ({}))) as Partial<Problem>);
  // The server breaks off, too: what is not as its row says it gives to nobody.
  const file = await response.blob().catch(() => {
    throw new ApiError(0, { code: BROKEN_OFF });
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
  link.click();
  URL.revokeObjectURL(link.href);
}
