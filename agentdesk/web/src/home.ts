import { remember, remembered } from './shell/remember';

const STORED = 'hotline.home';

/** Where whoever signed in last at this machine began; null: nobody did. */
export function readHome(): string | null {
  return remembered(STORED);
}

export function rememberHome(path: string): void {
  remember(STORED, path);
}
