import { ApiError, asWhom, tellUnauthorised } from '../api/client';
import type { Problem } from '../api/types';
import { currentLanguage } from '../i18n';
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

/** Asks for a file, and gives it to the browser to keep once it is there whole; name: where the server gives none. Rejects with ApiError. */
export async function takeFile(address: string, name: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  let response: Response;
  let file: Blob;
  try {
    response = await fetch(address, { headers: { ...headers, 'Accept-Language': currentLanguage(), ...asWhom() }, credentials: 'same-origin' });
    if (response.status === 401) tellUnauthorised();
    if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => ({}))) as Partial<Problem>);
    file = await response.blob();
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(0);
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
  link.click();
  URL.revokeObjectURL(link.href);
}
