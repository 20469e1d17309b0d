import { MOST_BYTES } from '../api/files';
import type { Translate } from '../i18n';
import type { Photo } from './photos';

/** For what a file is refused before it is sent. */
export type Barred = 'large' | 'kind';

/** Why the server would not take it; null: it may. It looks into the file, and the browser at its name: what has no kind there is left to it. */
export function barring({ size, type }: Blob): Barred | null {
  if (type !== '' && type !== 'application/pdf' && (type === 'image/svg+xml' || !/^(image|video|audio)\//.test(type))) return 'kind';
  return size > MOST_BYTES ? 'large' : null;
}

/** Why a file is not even sent. */
export function barredText(t: Translate, { name, barred }: Pick<Photo, 'name' | 'barred'>): string {
  return barred === 'kind' ? t('files.kind', { name }) : t('files.tooLarge', { name, most: MOST_BYTES >> 20 });
}
