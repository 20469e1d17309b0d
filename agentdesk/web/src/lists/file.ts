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
export async function fetchFile(path: string, query: ListQuery, format: FileFormat): Promise<void> {
  let response: Response;
  try {
    response = await fetch(fileAddress(path, query), { headers: { Accept: TYPES[format], 'Accept-Language': currentLanguage(), ...asWhom() }, credentials: 'same-origin' });
  } catch {
    throw new ApiError(0);
  }
  if (response.status === 401) tellUnauthorised();
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => ({}))) as Partial<Problem>);
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? `${path.slice(1)}.${format}`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
